// list.h - the architectures that the tool knows: X(NAME) for each, NAME as in
// arch_NAME (arch/NAME) and emitter_NAME (trampolines/NAME).
#ifndef NEARCALL_ARCH_LIST_H
#define NEARCALL_ARCH_LIST_H

#define ARCHITECTURES(X) \
	X(amd64) \
	X(arm64)

#endif
