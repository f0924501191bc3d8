// cleanup.h - what is removed and ended when a signal ends the program.
#ifndef NEARCALL_CLEANUP_H
#define NEARCALL_CLEANUP_H

#include <stdbool.h>
#include <signal.h>
#include <sys/types.h>

// cleanup_install has SIGINT, SIGTERM, SIGHUP and their like end the child
// processes and remove the folders named below before they end the program.
// Signals that are ignored stay so. A file that grows over the limit of its
// size becomes an error of write.
void cleanup_install(void);

// cleanup_forked is called in a process that has been forked: what its parent
// has named is not for it to remove or end.
void cleanup_forked(void);

// cleanup_block holds those signals back, cleanup_unblock lets them come again:
// around what makes a folder or a process and its naming here.
void cleanup_block(sigset_t *old);
void cleanup_unblock(const sigset_t *old);

// cleanup_folder names a folder to remove, by a path that stays where it is;
// cleanup_forget takes back the one that was named last.
void cleanup_folder(const char *path);
void cleanup_forget(void);

// At most CLEANUP_CHILDREN groups of processes can be named at once.
enum { CLEANUP_CHILDREN = 256 };

// cleanup_child names a group of processes to end, cleanup_child_ended takes it
// back. Both are called with the signals held back.
void cleanup_child(pid_t group);
void cleanup_child_ended(pid_t group);

// cleanup_all does at once what a signal would have done before it ends the program. It allocates nothing.
void cleanup_all(void);

// cleanup_line tells whether a line that has no end yet stands on the terminal
// that standard error is: it is erased. Called with the signals held back.
void cleanup_line(bool shown);

// folder_empty removes what is in the folder open as fd, and what is below;
// links are removed, not followed. Safe in a signal handler. It closes fd.
void folder_empty(int fd);

#endif
