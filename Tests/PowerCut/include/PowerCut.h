// A library to be preloaded into a program whose files shall survive a power cut.
//
// The program's writes go to its files at once, so that it reads what it wrote. What the files held before is kept
// until a sync covers it. At the cut the process dies, and of all that no sync had covered a random part is taken back:
// page by page or sector by sector, each as it was at any moment since its last sync, sizes and names of files too.
//
// Environment:
//   POWER_CUT_FOLDER   the folder whose files are meant; without it the library does nothing
//   POWER_CUT_AT       which write, sync or change of a name (from 1) is the one before which the power goes; 0: none
//   POWER_CUT_SEED     of what is taken back
//   POWER_CUT_WITHOUT  a kind of sync that does nothing: log, log-header, store, store-meta, names, state
//   POWER_CUT_SYNC_MS  how long every sync takes

#ifndef POWER_CUT_H
#define POWER_CUT_H

#endif
