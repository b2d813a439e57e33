// Thread tags stand on every public method of a push-object and mean:
//   [setup]  The method is called before audio runs or from a worker: it may allocate and take long.
//   [audio]  An audio callback may call it: it never allocates, locks, waits, logs or throws.
// FIRSTCHAIR_AUDIO puts the [audio] promise where clang can check it (-Wfunction-effects,
// -fsanitize=realtime).
#pragma once

#if defined(__clang__) && __clang_major__ >= 20
#define FIRSTCHAIR_AUDIO [[clang::nonblocking]]
#else
#define FIRSTCHAIR_AUDIO
#endif
