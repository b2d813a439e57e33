// Law: what is read can be written, and reads back as the same bytes; what is not read is told in one line.
#include <cstdlib>

#include "edit/cut_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> given{"/media/wide.mp4"};
  const Result<cut::Film> film = edit::read_cut(text, "cut.json", given);
  if (!film) {
    const std::string line = film.error().line();
    if (line.empty() || line.find('\n') != std::string::npos) std::abort();
    return 0;
  }
  for (const cut::Camera& camera : film->cameras)
    for (const std::string& file : camera.files)
      if (file != given[0] &&
          (file.starts_with('/') || file.starts_with("../") || file.find("/../") != std::string::npos))
        std::abort();
  const std::string bytes = edit::write_cut(*film);
  const Result<cut::Film> again = edit::read_cut(bytes, "cut.json", given);
  if (!again || edit::write_cut(*again) != bytes) std::abort();
  return 0;
}
