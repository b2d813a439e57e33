#include "apps/cli/cut/cut_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "apps/cli/cut/assemble.h"
#include "apps/cli/cut/burn.h"
#include "apps/cli/cut/cut_tension.h"
#include "apps/cli/cut/demo.h"
#include "apps/cli/cut/kept_take.h"
#include "apps/cli/cut/look.h"
#include "apps/cli/cut/sources.h"
#include "apps/cli/decode/decode_command.h"
#include "apps/server/api/film_folder.h"
#include "edit/cut_json.h"
#include "edit/writers.h"
#include "engine/cut/form.h"
#include "hearing/lay_asked.h"
#include "io/files/files.h"
#include "io/files/held_folder.h"
#include "io/video/sheet.h"
#include "report/text/cut_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

// A name as it stands in cut.json: below its folder, or whole.
std::string name_in(const fs::path& folder, const std::string& name) {
  if (name.empty()) return name;
  const fs::path whole = fs::weakly_canonical(name),
                 below = whole.lexically_relative(fs::weakly_canonical(folder));
  return below.empty() || below.begin()->string() == ".." ? whole.string() : below.string();
}

// The lists in which nothing is cut: cameras.otio and others.
constexpr const char* kCameraLists[] = {"otio", "mlt", "xmeml", "fcpxml"};
std::string list_name(const char* what, const std::string& format) {
  return std::string(what) + "." + (format == "xmeml" ? "xml" : format);
}

Result<Done> write_whole_cameras(const cut::Film& film, const fs::path& out, bool force) {
  std::string names = "cut.json";
  for (const std::string format : kCameraLists) {
    const auto files = edit::write_lists(
        film, {format}, {.folder = fs::current_path().string(), .shape = edit::Shape::stacked});
    if (!files) return files.error();
    const std::string name = list_name("cameras", format);
    if (Result<Done> done = io::write_file((out / name).string(), files->front().bytes, force); !done)
      return done;
    names += ", " + name;
  }
  fmt::print("{}\n", report::plain(out.string() + ": " + names));
  return Done{};
}

// The film as cut.json has it, which is written, and its lists and page.
Result<cut::Film> write_all(const cut::Film& film, const fs::path& out, const CutOptions& options) {
  cut::Film text = film;
  text.sound = name_in(out, film.sound);
  for (cut::Camera& camera : text.cameras)
    for (std::string& name : camera.files) name = name_in(out, name);
  if (Result<Done> done =
          io::write_file((out / "cut.json").string(), edit::write_cut(text), options.sync.force);
      !done)
    return done.error();
  // Lists and page are those of cut.json as it reads back: whoever writes them anew writes the same bytes.
  std::vector<std::string> files{text.sound};
  for (const cut::Camera& camera : text.cameras)
    files.insert(files.end(), camera.files.begin(), camera.files.end());
  const Result<cut::Film> kept = server::read_film(out / "cut.json", files);
  const cut::Film whole = server::with_whole_names(kept ? *kept : film, kept ? out : ".");
  if (options.list == kOnlyLists) {
    if (Result<Done> done = write_whole_cameras(whole, out, options.sync.force); !done) return done.error();
    return whole;
  }
  const auto lists = server::write_film_lists(whole, out, formats_of(options.list), options.sync.force);
  if (!lists) return lists.error();
  if (Result<Done> done = server::write_film_page(whole, out, options.sync.force); !done) return done.error();
  std::string names = "cut.json, film.html";
  for (const std::string& name : *lists) names += ", " + name;
  fmt::print("{}\n", report::plain(out.string() + ": " + names));
  return whole;
}

std::vector<fs::path> outputs_of(const CutOptions& options, const fs::path& out) {
  std::vector<fs::path> paths{out / "cut.json", out / "sync.csv", out / "residuals.csv"};
  if (options.list == kOnlyLists)
    for (const std::string format : kCameraLists) paths.push_back(out / list_name("cameras", format));
  else
    paths.insert(paths.end(), {out / "film.mp4", out / "film.html", out / "sheet.png"});
  for (const std::string& format : formats_of(options.list)) paths.push_back(out / list_name("film", format));
  if (options.burn) paths.insert(paths.end(), {out / "burn.mp4", out / "burn.ass"});
  if (options.clips > 0) paths.push_back(out / "clips");
  return paths;
}

std::vector<std::string> inputs_of(const CutOptions& options) {
  std::vector<std::string> names{options.sync.sound, options.sync.chart, options.tension};
  for (const std::string& camera : options.sync.cameras)
    for (std::string& file : hearing::files_of(camera)) names.push_back(std::move(file));
  return names;
}

}  // namespace

Result<int> cut_film(const CutOptions& given) {
  CutOptions options = given;
  options.burn = !options.burn_what.empty();
  if (options.sync.out.empty()) options.sync.out = "film";
  const fs::path out = options.sync.out;
  if (options.demo != options.sync.cameras.empty())
    return Error{ErrorCode::usage,
                 {},
                 options.demo ? "--demo makes its own cameras" : "no camera was named",
                 options.demo ? "Leave the others out" : "Name one or more films, or --demo"};
  if (options.list == kOnlyLists && (options.burn || options.clips > 0))
    return Error{ErrorCode::usage, {}, "--list only makes no film to burn or to slow down", "Leave one out"};
  std::error_code failed;
  const bool only_lists = options.list == kOnlyLists;
  const std::vector<fs::path> outputs = outputs_of(options, out);
  if (Result<Done> apart = check_sources(outputs, inputs_of(options)); !apart) return apart.error();
  for (const fs::path& path : outputs)
    if (!options.sync.force && fs::exists(path, failed))
      return Error{ErrorCode::unwritable, path.string(), "already there",
                   "Choose another --out, or --force to replace it"};
  const auto make_folder = [&]() -> Result<Done> {
    fs::create_directories(out, failed);
    if (!failed) return Done{};
    return Error{ErrorCode::unwritable, out.string(), "cannot be made (" + failed.message() + ")",
                 "Choose another --out"};
  };
  if (options.demo) {
    if (Result<Done> made = make_folder(); !made) return made.error();
    if (Result<Done> made = make_demo(options); !made) return made.error();
  }
  if (!options.tension.empty())  // before cameras are heard for minutes
    if (const auto tension = tension_asked(options.tension); !tension) return tension.error();
  if (Result<Done> found = find_kept_take(options.sync); !found) return found.error();
  if (Result<Done> apart = check_sources(outputs, inputs_of(options)); !apart) return apart.error();
  if (options.sync.kept && options.sync.kept->source.kind == SourceKind::midi)
    return Error{ErrorCode::unsupported, options.sync.sound, "an e-kit's strokes have no sound for a film",
                 "Name a recording with --sound, or leave it out"};
  if (Result<Done> fine = check_before_hearing(options); !fine) return fine.error();
  if (Result<Done> made = make_folder(); !made) return made.error();
  const Result<io::HeldFolder> held = io::HeldFolder::hold(out.string());
  if (!held) return held.error();
  Result<hearing::Laid> laid = lay_told(options.sync);
  if (!laid) return laid.error();
  for (const auto& [name, text] :
       {std::pair{"sync.csv", sync_csv(*laid)}, std::pair{"residuals.csv", residuals_csv(*laid)}})
    if (Result<Done> written = io::write_file((out / name).string(), text, options.sync.force); !written)
      return written.error();
  Result<Assembled> made = assemble(*laid, options);
  if (!made) return made.error();
  for (const std::string& note : made->notes)
    fmt::print(stderr, "{}\n", report::plain("firstchair: " + note + "."));
  if (options.look && !only_lists)
    if (Result<Done> looked = look_for_drums(made->film, laid->take, options.mend_late); !looked)
      return looked.error();
  if (const cut::Form form = cut::form_of(laid->take); form.bars.empty())
    fmt::print(
        stderr,
        "firstchair: no bar line is sure enough (p {:.2f}): cuts follow accents; give --chart or --bpm.\n",
        form.bar_probability);
  const Result<cut::Film> film = cut::decide(made->film, laid->take, made->wishes);
  if (!film) return film.error();
  if (!only_lists)
    for (const std::string& line : report::cut_lines(*film)) fmt::print("{}\n", report::plain(line));
  const Result<cut::Film> whole = write_all(*film, out, options);
  if (!whole) return whole.error();
  if (only_lists) return 0;
  const Burnt burnt = plan_burnt(*film, laid->take, options);
  double all_s = film->to_s - film->from_s;
  for (const BurntFilm& one : burnt.films) all_s += one.seconds();
  RenderWork work = RenderWork::of(1 + static_cast<int>(burnt.films.size()), all_s);
  if (Result<Done> rendered =
          render_told(*film, (out / "film.mp4").string(), options.sync.force, options.render, work);
      !rendered)
    return rendered.error();
  if (Result<Done> written = write_burnt(burnt, options, work); !written) return written.error();
  const std::string sheet = (out / "sheet.png").string();
  if (Result<Done> drawn =
          video::write_sheet(*film, {.path = sheet, .force = options.sync.force, .cage = own_cage()});
      !drawn)
    return drawn.error();
  fmt::print("{}: the shots at a glance\n", report::plain(sheet));
  // What was made here before and not now.
  const server::OfOtherCuts old = server::of_other_cuts(*whole, out);
  for (const std::string& words : report::old_words(old.with_film, old.burnt, "firstchair cut render --force",
                                                    "firstchair cut render --force"))
    fmt::print(stderr, "{}\n", report::plain("firstchair: " + words + "."));
  return 0;
}

}  // namespace firstchair::cli
