#include "edit/cut_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "edit/words.h"

namespace firstchair::edit {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double per_one) {
  if (!std::isfinite(value)) return 0;
  return std::round(value * per_one) / per_one + 0.;  // never -0
}
double second(double value) {
  return rounded(value, 1e6);
}
double ppm(double slope) {
  return rounded(slope * 1e6, 1e4);
}

Json placement_json(const cut::Placement& placement) {
  Json pieces = Json::array(), also = Json::array();
  for (const cut::Piece& piece : placement.pieces)
    pieces.push_back({{"from_s", second(piece.from_s)},
                      {"to_s", second(piece.to_s)},
                      {"offset_s", second(piece.offset_s)},
                      {"ppm", ppm(piece.slope)}});
  for (const double at : placement.also_at_s) also.push_back(second(at));
  return {{"grade", cut::id_of(placement.grade)},
          {"pieces", std::move(pieces)},
          {"offset_95_s", second(placement.offset_95_s)},
          {"ppm_95", ppm(placement.slope_95)},
          {"between_ways_s", second(placement.between_ways_s)},
          {"residual_s", second(placement.residual_s)},
          {"inliers", rounded(placement.inliers, 1e4)},
          {"strokes", placement.strokes},
          {"paired", placement.paired},
          {"overlap_s", second(placement.overlap_s)},
          {"also_at_s", std::move(also)}};
}

// One a file, whatever the list in the film holds.
Json timecodes_json(const cut::Camera& camera) {
  Json out = Json::array();
  for (std::size_t f = 0; f < camera.files.size(); ++f) {
    const std::optional<cut::Timecode> code =
        f < camera.timecodes.size() ? camera.timecodes[f] : std::nullopt;
    if (code)
      out.push_back(
          {{"first", cut::text_of(*code)}, {"rate", {code->rate.numerator, code->rate.denominator}}});
    else
      out.push_back(nullptr);
  }
  return out;
}

Json camera_json(const cut::Camera& camera) {
  Json files = Json::array(), shows = Json::array();
  for (const std::string& file : camera.files) files.push_back(safe(file));
  for (const cut::Shown& shown : camera.shows)
    shows.push_back({{"line", id_of(shown.line)},
                     {"x", rounded(shown.x, 1e4)},
                     {"y", rounded(shown.y, 1e4)},
                     {"z", rounded(shown.z, 1e2)}});
  Json out{{"name", safe(camera.name)},
           {"files", std::move(files)},
           {"kind", cut::id_of(camera.kind)},
           {"shows", std::move(shows)},
           {"rate", {camera.rate.numerator, camera.rate.denominator}},
           {"size", {camera.width, camera.height}},
           {"length_s", second(camera.length_s)},
           {"picture_late_s", second(camera.picture_late_s)}};
  if (second(camera.seen_late_95_s) > 0) {
    out["seen_late_s"] = second(camera.seen_late_s);
    out["seen_late_95_s"] = second(camera.seen_late_95_s);
  }
  if (std::ranges::any_of(camera.timecodes, [](const auto& code) { return code.has_value(); }))
    out["timecodes"] = timecodes_json(camera);
  out["placement"] = placement_json(camera.placement);
  return out;
}

Json shot_json(const cut::Film& film, const cut::Shot& shot) {
  Json out;
  const bool seen = shot.camera >= 0 && shot.camera < static_cast<int>(film.cameras.size());
  out["camera"] = seen ? Json(safe(film.cameras[static_cast<std::size_t>(shot.camera)].name)) : Json(nullptr);
  out["from_s"] = second(shot.from_s);
  out["to_s"] = second(shot.to_s);
  out["stroke_s"] = second(shot.stroke_s);
  out["why"] = safe(shot.why);
  const cut::Move& move = shot.move;
  if (move.kind != cut::MoveKind::none) {
    out["move"] = {{"kind", move.kind == cut::MoveKind::glide ? "glide" : "whip"},
                   {"from", {rounded(move.from_x, 1e4), rounded(move.from_y, 1e4)}},
                   {"to", {rounded(move.to_x, 1e4), rounded(move.to_y, 1e4)}},
                   {"from_s", second(move.from_s)},
                   {"to_s", second(move.to_s)},
                   {"window", rounded(move.window, 1e4)}};
  }
  return out;
}

void add_list(std::string& out, const char* name, const std::vector<Json>& items) {
  out += std::string(",\n \"") + name + "\": [";
  for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "\n  " : ",\n  ") + items[i].dump();
  out += items.empty() ? "]" : "\n ]";
}

}  // namespace

// A line for every camera, shot and stroke, so that people can change one and see what they changed.
std::string write_cut(const cut::Film& film) {
  std::string out = "{\n \"format\": \"firstchair.cut\",\n \"version\": 1";
  const auto add = [&](const char* name, const Json& value) {
    out += std::string(",\n \"") + name + "\": " + value.dump();
  };
  add("title", safe(film.title));
  add("rate", {film.rate.numerator, film.rate.denominator});
  add("size", {film.width, film.height});
  add("from_s", second(film.from_s));
  add("to_s", second(film.to_s));
  add("sound", film.sound.empty() ? Json(nullptr) : Json(safe(film.sound)));
  const bool own = film.sound_camera && *film.sound_camera >= 0 &&
                   *film.sound_camera < static_cast<int>(film.cameras.size());
  add("sound_camera",
      own ? Json(safe(film.cameras[static_cast<std::size_t>(*film.sound_camera)].name)) : Json(nullptr));
  add("style", safe(film.style));
  add("seed", film.seed);
  std::vector<Json> items;
  for (const cut::Camera& camera : film.cameras) items.push_back(camera_json(camera));
  add_list(out, "cameras", items);
  items.clear();
  for (const cut::Shot& shot : film.shots) items.push_back(shot_json(film, shot));
  add_list(out, "shots", items);
  Json phrases = Json::array();
  for (const double at : film.phrases_s) phrases.push_back(second(at));
  add("phrases_s", phrases);
  Json tension = Json::array();
  for (const cut::TensionPoint& point : film.tension)
    tension.push_back({second(point.at_s), rounded(point.tension, 1e4)});
  add("tension", tension);
  items.clear();
  for (const cut::Mark& mark : film.marks)
    items.push_back({{"at_s", second(mark.at_s)},
                     {"line", id_of(mark.line)},
                     {"strength", rounded(mark.strength, 1e4)},
                     {"bar", mark.bar},
                     {"beat", rounded(mark.beat, 1e4)}});
  add_list(out, "marks", items);
  return out + "\n}\n";
}

}  // namespace firstchair::edit
