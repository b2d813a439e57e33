#include "apps/server/api/film_api.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "apps/server/api/film_folder.h"
#include "apps/server/api/film_json.h"
#include "apps/server/http/answers.h"
#include "edit/cut_json.h"
#include "engine/cut/recut.h"
#include "io/files/files.h"
#include "io/video/render.h"
#include "report/text/cut_text.h"

namespace firstchair::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHere = "/api/film";
constexpr std::size_t kMostCsv = 16u << 20;

Result<std::string> text_in(const std::string& path, std::size_t most) {
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(path, most);
  if (!bytes) return bytes.error();
  return std::string(bytes->begin(), bytes->end());
}

Response refuse_film(const Error& error) {
  // What cannot be done as the film stands is no broken request.
  return json_error(error.code == ErrorCode::usage       ? 409
                    : error.code == ErrorCode::not_found ? 404
                                                         : 422,
                    error.line());
}

}  // namespace

bool is_of_film(std::string_view path) {
  return path == kHere || path.starts_with("/api/film/");
}

FilmApi::FilmApi(ServedFilm film, io::Cage cage)
    : served_([&] {
        // A file that is named here is known by its whole name, so that it is written as it was read.
        for (std::string& file : film.files) file = fs::absolute(file).lexically_normal().string();
        return std::move(film);
      }()),
      cage_(std::move(cage)) {}

FilmApi::~FilmApi() {
  ended_ = true;
  if (renderer_.joinable()) renderer_.join();
}

Result<cut::Film> FilmApi::read() const {
  return read_film(fs::path(served_.folder) / "cut.json", served_.files);
}

Response FilmApi::answer(const Request& request) {
  if (served_.folder.empty())
    return json_error(404,
                      "no film is shown here. Start firstchair serve --film FOLDER, with the folder that "
                      "firstchair cut wrote");
  if (!request.only.empty()) return json_error(403, "the film is not a player's own");
  const std::string_view what = std::string_view(request.path).substr(kHere.size());
  if (what.empty()) return request.method == "GET" ? told() : not_allowed("GET");
  if (what == "/cuts") return request.method == "POST" ? move(request) : not_allowed("POST");
  if (what == "/render") return request.method == "POST" ? render() : not_allowed("POST");
  if (what == "/film.mp4") {
    if (request.method != "GET") return not_allowed("GET");
    const fs::path path = fs::path(served_.folder) / "film.mp4";
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) return json_error(404, "the film is not rendered yet");
    return {.type = "video/mp4", .body = {}, .tag = {}, .allow = {}, .location = {}, .file = path.string()};
  }
  return json_error(404, "no such address");
}

Response FilmApi::told() {
  const Result<cut::Film> film = read();
  if (!film) return refuse_film(film.error());
  const Result<std::string> csv = text_in((fs::path(served_.folder) / "residuals.csv").string(), kMostCsv);
  FilmState state;
  std::error_code none, failed;
  const fs::path video = fs::path(served_.folder) / "film.mp4";
  const fs::file_time_type made = fs::last_write_time(video, none),
                           decided = fs::last_write_time(fs::path(served_.folder) / "cut.json", failed);
  if (!none) state.video = std::to_string(made.time_since_epoch().count());
  if (none || decided > made) state.state = "changed";
  {
    const std::lock_guard<std::mutex> alone(changing_);
    if (!failed_.empty()) state.state = "failed", state.error = failed_;
  }
  if (rendering_) {
    state.state = "rendering", state.done = done_;
  } else {
    const OfOtherCuts old = of_other_cuts(with_whole_names(*film, served_.folder), served_.folder);
    state.old = report::old_words(old.with_film, old.burnt);
  }
  return {.body = film_json(*film, csv ? residuals_of(*csv) : std::vector<FilmResidual>(), state),
          .tag = {},
          .allow = {}};
}

Response FilmApi::move(const Request& request) {
  const std::optional<nlohmann::json> body = object_of(request.body);
  const std::optional<double> cut = body ? real(*body, "cut", -1, 1, edit::kMostShots) : std::nullopt,
                              at_s = body ? real(*body, "at_s", 1e9, -edit::kMostSeconds, edit::kMostSeconds)
                                          : std::nullopt;
  if (!cut || !at_s || *cut < 1 || *at_s > edit::kMostSeconds)
    return json_error(400, R"(say which cut and where it goes: {"cut": 1, "at_s": 12.5})");
  {
    const std::lock_guard<std::mutex> alone(changing_);
    if (rendering_) return json_error(409, "the film is being rendered. Wait until it is done");
    const Result<cut::Film> film = read();
    if (!film) return refuse_film(film.error());
    const Result<cut::Film> moved = cut::move_cut(*film, static_cast<std::size_t>(*cut), *at_s);
    if (!moved) return refuse_film(moved.error());
    // What somebody changed in another program is left alone, and told.
    const std::vector<std::string> ours = lists_of(with_whole_names(*film, served_.folder), served_.folder);
    if (const Result<Done> written =
            io::write_file((fs::path(served_.folder) / "cut.json").string(), edit::write_cut(*moved), true);
        !written)
      return json_error(500, written.error().line());
    if (const auto lists =
            write_film_lists(with_whole_names(*moved, served_.folder), served_.folder, ours, true);
        !lists)
      return json_error(500, lists.error().line());
    failed_.clear();
  }
  return told();
}

Response FilmApi::render() {
  {
    const std::lock_guard<std::mutex> alone(changing_);
    if (rendering_) return json_error(409, "the film is being rendered already");
    Result<cut::Film> film = read();
    if (!film) return refuse_film(film.error());
    if (renderer_.joinable()) renderer_.join();
    failed_.clear();
    done_ = 0;
    rendering_ = true;
    start(with_whole_names(std::move(*film), served_.folder));
  }
  return told();
}

// The film, and what stands beside it and is made of the same cuts.
Result<Done> FilmApi::make(const cut::Film& film, const video::RenderConfig& config) const {
  if (const Result<video::Rendered> made = video::render(film, config); !made) return made.error();
  const auto written = write_beside(film, served_.folder, cage_);
  if (!written) return written.error();
  return Done{};
}

void FilmApi::start(cut::Film film) {
  renderer_ = std::thread([this, film = std::move(film)] {
    video::RenderConfig config{
        .path = (fs::path(served_.folder) / "film.mp4").string(), .force = true, .cage = cage_};
    config.told = [this](std::int64_t done, std::int64_t all) {
      done_ = static_cast<double>(done) / static_cast<double>(all);
      return !ended_;
    };
    const Result<Done> made = make(film, config);
    const std::lock_guard<std::mutex> alone(changing_);
    if (!made && !ended_) failed_ = made.error().line();
    rendering_ = false;
  });
}

}  // namespace firstchair::server
