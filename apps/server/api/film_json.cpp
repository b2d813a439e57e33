#include "apps/server/api/film_json.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "report/data/json_writer.h"
#include "report/text/cut_text.h"

namespace firstchair::server {
namespace {

using report::JsonWriter;

constexpr std::size_t kMostRows = 100'000;
constexpr std::size_t kMostDots = 400;  // of a camera's picture of its residuals

void camera(JsonWriter& json, const cut::Film& film, std::size_t c,
            const std::vector<FilmResidual>& residuals) {
  const cut::Camera& one = film.cameras[c];
  json.begin_object();
  json.text("name", one.name);
  json.text("grade", cut::id_of(one.placement.grade));
  json.begin_array("words");
  for (const std::string& line : report::camera_words(film, static_cast<int>(c))) json.text({}, line);
  json.end_array();
  json.begin_array("residuals");
  std::size_t all = 0, k = 0;
  for (const FilmResidual& residual : residuals) all += residual.camera == one.name;
  const std::size_t every = all / kMostDots + 1;
  for (const FilmResidual& residual : residuals) {
    if (residual.camera != one.name || k++ % every != 0) continue;
    json.begin_object();
    json.real("at_s", residual.at_s, 3);
    json.real("off_ms", residual.off_ms, 3);
    json.boolean("on_line", residual.on_line);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

std::vector<FilmResidual> residuals_of(const std::string& csv) {
  std::vector<FilmResidual> rows;
  for (std::size_t at = 0; at < csv.size() && rows.size() < kMostRows;) {
    const std::size_t end = std::min(csv.find('\n', at), csv.size());
    const std::string line = csv.substr(at, end - at);
    at = end + 1;
    // The camera stands last, since its name may have anything in it.
    FilmResidual row;
    int on_line = 0, used = 0;
    if (std::sscanf(line.c_str(), "%lf,%lf,%d,%n", &row.at_s, &row.off_ms, &on_line, &used) != 3 || used == 0)
      continue;
    if (!std::isfinite(row.at_s) || !std::isfinite(row.off_ms)) continue;
    row.on_line = on_line != 0;
    row.camera = line.substr(static_cast<std::size_t>(used));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string film_json(const cut::Film& film, const std::vector<FilmResidual>& residuals,
                      const FilmState& state) {
  JsonWriter json;
  json.begin_object();
  json.text("title", film.title);
  json.text("state", state.state);
  json.real("done", state.done, 3);
  json.text("video", state.video);
  json.text("error", state.error);
  json.begin_array("old");
  for (const std::string& line : state.old) json.text({}, line);
  json.end_array();
  json.real("from_s", film.from_s, 6);
  json.real("to_s", film.to_s, 6);
  json.begin_array("words");
  for (const std::string& line : report::film_words(film)) json.text({}, line);
  json.end_array();
  json.begin_array("cameras");
  for (std::size_t c = 0; c < film.cameras.size(); ++c) camera(json, film, c, residuals);
  json.end_array();
  json.begin_array("shots");
  for (const cut::Shot& shot : film.shots) {
    json.begin_object();
    json.integer("camera", shot.camera);
    json.real("from_s", shot.from_s, 6);
    json.real("to_s", shot.to_s, 6);
    json.text("words", report::shot_words(film, shot));
    json.end_object();
  }
  json.end_array();
  json.begin_array("strokes");
  for (const cut::Mark& mark : film.marks) {
    if (mark.at_s < film.from_s || mark.at_s > film.to_s) continue;
    json.begin_object();
    json.real("at_s", mark.at_s, 6);
    json.text("line", id_of(mark.line));
    json.real("strength", mark.strength, 3);
    json.boolean("on_one", mark.bar > 0 && mark.beat == 1);
    json.end_object();
  }
  json.end_array();
  json.begin_array("tension");
  for (const cut::TensionPoint& point : film.tension) {
    json.begin_object();
    json.real("at_s", point.at_s, 3);
    json.real("tension", point.tension, 3);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace firstchair::server
