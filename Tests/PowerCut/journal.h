// What no sync has covered yet, and how it is taken back. All functions but the first want the lock.

#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// None of this may take the place of what the program calls the same.
#pragma GCC visibility push(hidden)

#define PAGE 4096
#define SECTOR 512

// What a sync is for, by the file it is called on.
enum kind { KIND_LOG, KIND_STORE, KIND_NAMES, KIND_STATE };

// A file or folder, wherever it is renamed to.
struct node {
    dev_t device;
    ino_t inode;
    int descriptor;  // of our own
    enum kind kind;
    struct version *oldest, *newest;
    struct length *lengths;  // newest first
    struct node *next;
};

struct node *node_of(int descriptor, enum kind kind, bool is_folder);
uint64_t now(void);

// Before a write: keeps what is there.
void keep_content(struct node *node, off_t offset, size_t count);
void keep_length(struct node *node);

// After a change of names.
void made_file(struct node *folder, const char *path);
void made_folder(struct node *folder, const char *path);
void renamed(struct node *folder, const char *path, const char *new_path, const char *saved);
void removed(struct node *folder, const char *path, const char *saved);

// Everything up to this moment is durable: of a file, of a range of it, of a folder's names.
void forget_content(struct node *node, uint64_t until, off_t offset, size_t count);
void forget_names(struct node *folder, uint64_t until);

// Takes back a random part of what is kept.
void take_back(uint64_t seed);

#pragma GCC visibility pop

#endif
