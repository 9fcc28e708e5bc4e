#ifndef COUNTED_MALLOC_H
#define COUNTED_MALLOC_H

#include <stddef.h>

/// From here on counted_malloc_peak counts.
void counted_malloc_mark(void);

/// The most bytes that were allocated at one time since the mark, beyond those that were then.
size_t counted_malloc_peak(void);

#endif
