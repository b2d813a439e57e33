#include "apps/server/http/handles.h"

#include <sys/resource.h>

#include <algorithm>

namespace firstchair::server {

void allow_handles(int most) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = std::min(static_cast<rlim_t>(most), limit.rlim_max);
  if (wanted <= limit.rlim_cur) return;
  limit.rlim_cur = wanted;
  ::setrlimit(RLIMIT_NOFILE, &limit);  // refused: it stays as it was, and whoever comes later waits
}

}  // namespace firstchair::server
