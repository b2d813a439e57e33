#include "apps/cli/serve/own_page.h"

#include <filesystem>

namespace firstchair::cli {

std::string own_page() {
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::filesystem::path page = program.parent_path().parent_path() / "share/firstchair/page";
  if (!failed && std::filesystem::exists(page / "index.html", failed)) return page.string();
  return FIRSTCHAIR_PAGE;
}

}  // namespace firstchair::cli
