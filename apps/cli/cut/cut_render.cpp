#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "apps/cli/cut/burn.h"
#include "apps/cli/cut/clip_clicks.h"
#include "apps/cli/cut/cut_command.h"
#include "apps/cli/cut/proxies.h"
