#define _GNU_SOURCE
#include "journal.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// A page as it was before a write.
struct version {
    uint64_t time;
    off_t page;
    struct version *next;
    unsigned char image[PAGE];
};

// A file's length before it changed.
struct length {
    uint64_t time;
    off_t length;
    struct length *older;
};

enum change { MADE_FILE, MADE_FOLDER, RENAMED, REMOVED };

struct name {
    uint64_t time;
    enum change change;
    struct node *folder;
    char *path, *new_path;
    char *saved;  // another name of what is gone, or nothing
    bool is_taken_back;
    struct name *older;
};

static struct node *nodes;
static struct name *names;  // newest first
static uint64_t time_of_last;

uint64_t now(void) { return time_of_last; }

struct node *node_of(int descriptor, enum kind kind, bool is_folder) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return NULL;
    for (struct node *node = nodes; node; node = node->next)
        if (node->device == status.st_dev && node->inode == status.st_ino) return node;
    struct node *node = calloc(1, sizeof *node);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    node->device = status.st_dev;
    node->inode = status.st_ino;
    node->kind = kind;
    // Kept open, so that no other file gets its number.
    int flags = is_folder ? O_RDONLY | O_DIRECTORY : O_RDWR;
    node->descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC);
    node->next = nodes;
    return nodes = node;
}

static off_t length_of(struct node *node) {
    struct stat status;
    return fstat(node->descriptor, &status) == 0 ? status.st_size : 0;
}

void keep_length(struct node *node) {
    struct length *length = malloc(sizeof *length);
    *length = (struct length){.time = ++time_of_last, .length = length_of(node), .older = node->lengths};
    node->lengths = length;
}

void keep_content(struct node *node, off_t offset, size_t count) {
    if (count == 0) return;
    uint64_t time = ++time_of_last;
    off_t end = offset + (off_t)count;
    if (end > length_of(node)) keep_length(node);
    for (off_t page = offset / PAGE; page * PAGE < end; page++) {
        struct version *version = calloc(1, sizeof *version);
        version->time = time;
        version->page = page;
        // What is behind the end of the file reads as nothing: zeros.
        if (pread(node->descriptor, version->image, PAGE, page * PAGE) < 0) abort();
        if (node->newest) node->newest->next = version;
        else node->oldest = version;
        node->newest = version;
    }
}

void forget_content(struct node *node, uint64_t until, off_t offset, size_t count) {
    struct version **place = &node->oldest;
    node->newest = NULL;
    while (*place) {
        struct version *version = *place;
        off_t start = version->page * PAGE;
        bool is_meant = count == 0 || (start < offset + (off_t)count && offset < start + PAGE);
        if (version->time <= until && is_meant) {
            *place = version->next;
            free(version);
        } else {
            node->newest = version;
            place = &version->next;
        }
    }
    struct length **last = &node->lengths;
    while (*last && (*last)->time > until) last = &(*last)->older;
    for (struct length *length = *last; length;) {
        struct length *older = length->older;
        free(length);
        length = older;
    }
    *last = NULL;
}

// MARK: Names

static void add_name(enum change change, struct node *folder, const char *path, const char *new_path, const char *saved) {
    struct name *name = calloc(1, sizeof *name);
    name->time = ++time_of_last;
    name->change = change;
    name->folder = folder;
    name->path = strdup(path);
    name->new_path = new_path ? strdup(new_path) : NULL;
    name->saved = saved ? strdup(saved) : NULL;
    name->older = names;
    names = name;
}

void made_file(struct node *folder, const char *path) { add_name(MADE_FILE, folder, path, NULL, NULL); }

void made_folder(struct node *folder, const char *path) { add_name(MADE_FOLDER, folder, path, NULL, NULL); }

void renamed(struct node *folder, const char *path, const char *new_path, const char *saved) {
    add_name(RENAMED, folder, path, new_path, saved);
}

void removed(struct node *folder, const char *path, const char *saved) {
    add_name(REMOVED, folder, path, NULL, saved);
}

void forget_names(struct node *folder, uint64_t until) {
    struct name **place = &names;
    while (*place) {
        struct name *name = *place;
        if (name->folder != folder || name->time > until) {
            place = &name->older;
            continue;
        }
        *place = name->older;
        if (name->saved) syscall(SYS_unlink, name->saved);
        free(name->path);
        free(name->new_path);
        free(name->saved);
        free(name);
    }
}

// MARK: The cut

static uint64_t state;

static uint64_t below(uint64_t bound) {
    // SplitMix64
    uint64_t value = (state += 0x9e3779b97f4a7c15);
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return (value ^ (value >> 31)) % bound;
}

// How much is taken back: nothing, a random part, everything.
static unsigned share;
static size_t unit;

static bool is_lost(void) { return below(100) < share; }

// Gives one page, or each sector of it, the content it had at any moment since its last sync.
static void take_back_page(struct node *node, struct version *oldest) {
    size_t count = 0;
    for (struct version *version = oldest; version; version = version->next) count += version->page == oldest->page;
    for (size_t start = 0; start < PAGE; start += unit) {
        if (!is_lost()) continue;
        uint64_t chosen = share == 100 ? 0 : below(count);
        struct version *version = oldest;
        while (chosen > 0) {
            version = version->next;
            if (version->page == oldest->page) chosen--;
        }
        off_t offset = version->page * PAGE + (off_t)start;
        syscall(SYS_pwrite64, node->descriptor, version->image + start, unit, offset);
    }
}

static void take_back_content(struct node *node) {
    off_t length = length_of(node);
    for (struct length *kept = node->lengths; kept; kept = kept->older)
        if (is_lost()) length = kept->length;
    for (struct version *version = node->oldest; version; version = version->next) {
        bool is_oldest = true;
        for (struct version *other = node->oldest; other != version; other = other->next)
            is_oldest = is_oldest && other->page != version->page;
        if (is_oldest) take_back_page(node, version);
    }
    syscall(SYS_ftruncate, node->descriptor, length);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status, (void)type, (void)place;
    return remove(path);
}

static void take_back_name(struct name *name) {
    switch (name->change) {
    case MADE_FILE: syscall(SYS_unlink, name->path); break;
    case MADE_FOLDER: nftw(name->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS); break;
    case RENAMED:
        syscall(SYS_rename, name->new_path, name->path);
        if (name->saved) syscall(SYS_rename, name->saved, name->new_path);
        break;
    case REMOVED:
        if (name->saved) syscall(SYS_rename, name->saved, name->path);
        break;
    }
}

void take_back(uint64_t seed) {
    state = seed;
    static const unsigned shares[] = {0, 15, 50, 50, 85, 100};
    share = shares[below(sizeof shares / sizeof *shares)];
    unit = below(2) ? SECTOR : PAGE;
    for (struct node *node = nodes; node; node = node->next) take_back_content(node);
    // A folder's changes become durable in their order.
    for (struct node *node = nodes; node; node = node->next) {
        bool lost = true;
        for (struct name *name = names; name; name = name->older) {
            if (name->folder != node) continue;
            lost = lost && (share == 100 || is_lost());
            name->is_taken_back = lost;
        }
    }
    for (struct name *name = names; name; name = name->older) {
        if (name->is_taken_back) take_back_name(name);
        else if (name->saved) syscall(SYS_unlink, name->saved);
    }
}
