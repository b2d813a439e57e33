// Small copies of the cameras' pictures, from which drafts are made. They are kept in the cache's folder and
// found again by size, time and content of the camera's file.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "engine/cut/film.h"
#include "io/video/render.h"

namespace firstchair::cli {

// Returns the folder of the copies; empty where there is no home.
std::string proxies_folder();

// Returns a copy for each file of a camera that is seen in the film and that is worth one, and makes those
// that are not there, with a line of progress; says in one line what was made. Where none can be written that
// is said, and the draft reads the file itself.
std::vector<video::Proxy> proxies_of(const cut::Film& film);

struct ProxiesOptions {
  bool remove = false;
};
Declare declare_cut_proxies;  // of the command `cut`
Result<int> cut_proxies(const ProxiesOptions& options);

}  // namespace firstchair::cli
