// glibc lets a program put its own functions in malloc's place (its manual, "Replacing malloc"): every
// allocation of the program and of its libraries comes through here, is counted, and goes on to glibc's.
// This is C because Swift reserves these names for its own runtime.

#include "CountedMalloc.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

// Two threads may count at once, but one of them only sleeps and looks at the clock: a peak that is off by
// what it takes is as good.
static atomic_size_t allocated, most, start;

static void *added(void *block) {
    size_t size = malloc_usable_size(block);
    size_t now = atomic_fetch_add_explicit(&allocated, size, memory_order_relaxed) + size;
    if (now > atomic_load_explicit(&most, memory_order_relaxed))
        atomic_store_explicit(&most, now, memory_order_relaxed);
    return block;
}

static void removed(size_t size) { atomic_fetch_sub_explicit(&allocated, size, memory_order_relaxed); }

void counted_malloc_mark(void) {
    start = allocated;
    most = allocated;
}

size_t counted_malloc_peak(void) { return most - start; }

void *malloc(size_t size) { return added(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return added(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t size) { return added(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return added(__libc_memalign(alignment, size)); }

int posix_memalign(void **place, size_t alignment, size_t size) {
    void *block = added(__libc_memalign(alignment, size));
    if (!block) return ENOMEM;
    *place = block;
    return 0;
}

void *realloc(void *block, size_t size) {
    size_t old = malloc_usable_size(block);
    void *new = __libc_realloc(block, size);
    // Nothing came of it, and the old block stays, unless it was to be freed.
    if (!new && size) return new;
    if (new == block) removed(old);
    added(new);
    // While the bytes were copied there were both.
    if (new != block) removed(old);
    return new;
}

void free(void *block) {
    removed(malloc_usable_size(block));
    __libc_free(block);
}
