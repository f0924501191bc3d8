// std.h - standard input, output and error, whatever they were started as.
#ifndef NEARCALL_STD_H
#define NEARCALL_STD_H

// std_open opens what is closed of the descriptors 0, 1 and 2, so that no other
// file takes their place. Writing to a closed standard output stays an error.
void std_open(void);

// std_close brings out what is buffered, and gives the exit status: the one
// given, or EXIT_TOOL after saying that something could not be written.
int std_close(int status);

#endif
