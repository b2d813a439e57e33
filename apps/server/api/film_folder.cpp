#include "apps/server/api/film_folder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "apps/server/api/film_json.h"
#include "edit/cut_json.h"
#include "edit/writers.h"
#include "io/files/files.h"
#include "io/video/sheet.h"

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostList = 256u << 20, kMostCsv = 16u << 20;  // bytes
constexpr const char *kPage = "film.html", *kSheet = "sheet.png";
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kFirstFile{
    {{"otio", "film.otio"},
     {"mlt", "film.mlt"},
     {"edl", "film.edl"},
     {"xmeml", "film.xml"},
     {"fcpxml", "film.fcpxml"}}};

// The CMX files of a folder after the first: film-2.edl and on.
std::vector<std::string> more_cmx(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (int number = 2;; ++number) {
    const std::string name = "film-" + std::to_string(number) + ".edl";
    if (!fs::is_regular_file(folder / name, failed)) return names;
    names.push_back(name);
  }
}

bool holds(const fs::path& path, const std::string& bytes) {
  const Result<std::vector<std::uint8_t>> there = io::read_file(path.string(), kMostList);
  return there &&
         std::ranges::equal(*there, bytes, {}, {}, [](char c) { return static_cast<std::uint8_t>(c); });
}

std::string page_of(const cut::Film& film, const fs::path& folder) {
  const auto csv = io::read_file((folder / "residuals.csv").string(), kMostCsv);
  return report::film_html(
      film, csv ? residuals_of(std::string(csv->begin(), csv->end())) : std::vector<FilmResidual>());
}

Result<std::vector<edit::ListFile>> lists(const cut::Film& film, const std::vector<std::string>& formats) {
  return edit::write_lists(film, formats, {.folder = fs::current_path().string()});
}

// The files of a format that do not hold what the film's do; one that is there and should not be is one.
std::vector<std::string> different(const cut::Film& film, const fs::path& folder, const std::string& format) {
  std::vector<std::string> names, wanted;
  const auto files = lists(film, {format});
  if (!files) return names;
  for (const edit::ListFile& file : *files) {
    wanted.push_back(file.name);
    if (!holds(folder / file.name, file.bytes)) names.push_back(file.name);
  }
  if (format == "edl")
    for (const std::string& name : more_cmx(folder))
      if (std::ranges::find(wanted, name) == wanted.end()) names.push_back(name);
  return names;
}

}  // namespace

Result<cut::Film> read_film(const fs::path& cut_json, const std::vector<std::string>& files) {
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(cut_json.string(), edit::kMostCutBytes);
  if (!bytes) return bytes.error();
  return edit::read_cut(std::string(bytes->begin(), bytes->end()), cut_json.string(), files);
}

cut::Film with_whole_names(cut::Film film, const fs::path& folder) {
  const auto whole = [&](std::string& name) {
    if (name.empty()) return;
    std::error_code failed;
    const fs::path path = fs::weakly_canonical(folder / name, failed);
    name = (failed ? fs::absolute(folder / name) : path).string();
  };
  whole(film.sound);
  for (cut::Camera& camera : film.cameras)
    for (std::string& name : camera.files) whole(name);
  return film;
}

std::vector<std::string> lists_in(const fs::path& folder) {
  std::vector<std::string> formats;
  std::error_code failed;
  for (const auto& [format, name] : kFirstFile)
    if (fs::is_regular_file(folder / name, failed)) formats.emplace_back(format);
  return formats;
}

std::vector<std::string> lists_of(const cut::Film& film, const fs::path& folder) {
  std::vector<std::string> formats = lists_in(folder);
  std::erase_if(formats, [&](const std::string& format) { return !different(film, folder, format).empty(); });
  return formats;
}

Result<std::vector<std::string>> write_film_lists(const cut::Film& film, const fs::path& folder,
                                                  const std::vector<std::string>& formats, bool force) {
  const auto files = lists(film, formats);
  if (!files) return files.error();
  std::vector<std::string> names;
  for (const edit::ListFile& file : *files) {
    if (Result<Done> done = io::write_file((folder / file.name).string(), file.bytes, force); !done)
      return done.error();
    names.push_back(file.name);
  }
  std::error_code failed;
  if (force && std::ranges::find(formats, "edl") != formats.end())
    for (const std::string& name : more_cmx(folder))
      if (std::ranges::find(names, name) == names.end()) fs::remove(folder / name, failed);
  return names;
}

Result<Done> write_film_page(const cut::Film& film, const fs::path& folder, bool force) {
  return io::write_file((folder / kPage).string(), page_of(film, folder), force);
}

Result<std::vector<std::string>> write_beside(const cut::Film& film, const fs::path& folder,
                                              const io::Cage& cage) {
  Result<std::vector<std::string>> names = write_film_lists(film, folder, lists_in(folder), true);
  if (!names) return names;
  std::error_code failed;
  if (fs::is_regular_file(folder / kPage, failed)) {
    if (Result<Done> done = write_film_page(film, folder, true); !done) return done.error();
    names->emplace_back(kPage);
  }
  if (fs::is_regular_file(folder / kSheet, failed)) {
    const std::string sheet = (folder / kSheet).string();
    if (Result<Done> done = video::write_sheet(film, {.path = sheet, .force = true, .cage = cage}); !done)
      return done.error();
    names->emplace_back(kSheet);
  }
  return names;
}

OfOtherCuts of_other_cuts(const cut::Film& film, const fs::path& folder) {
  OfOtherCuts found;
  for (const std::string& format : lists_in(folder)) {
    std::vector<std::string> names = different(film, folder, format);
    found.with_film.insert(found.with_film.end(), names.begin(), names.end());
  }
  std::error_code failed;
  if (fs::is_regular_file(folder / kPage, failed) && !holds(folder / kPage, page_of(film, folder)))
    found.with_film.emplace_back(kPage);
  const fs::file_time_type decided = fs::last_write_time(folder / "cut.json", failed);
  if (failed) return found;
  const auto older = [&](const char* name) {
    const fs::file_time_type made = fs::last_write_time(folder / name, failed);
    return !failed && made < decided;
  };
  if (older(kSheet)) found.with_film.emplace_back(kSheet);
  for (const char* name : {"burn.mp4", "clips"})
    if (older(name)) found.burnt.emplace_back(name);
  return found;
}

}  // namespace firstchair::server
