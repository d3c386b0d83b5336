// A library to be preloaded into a program whose wall clock shall be slow. CLOCK_BEHIND says by how many seconds.

#ifndef SLOW_CLOCK_H
#define SLOW_CLOCK_H

#endif
