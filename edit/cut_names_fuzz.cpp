// Names and paths of any bytes in all five edit lists, and timecodes of any letters. Law: JSON and XML stay
// whole and hold the words that went in; an EDL has the same lines whatever the names are, and one more for a
// camera whose timecode counts otherwise than the film; a timecode that was read reads back.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "edit/words.h"
#include "edit/writers.h"

namespace {

using namespace firstchair;

// A camera's, as a file may say it; the first letter chooses what counts it.
std::optional<cut::Timecode> timecode_of(const std::string& said) {
  constexpr cut::FrameRate kRates[] = {{24000, 1001}, {25, 1}, {30000, 1001},
                                       {60000, 1001}, {1, 1},  {100, 3}};
  const std::size_t chosen = said.empty() ? 0 : static_cast<unsigned char>(said[0]) % std::size(kRates);
  return cut::timecode_from(std::string_view(said).substr(said.empty() ? 0 : 1), kRates[chosen]);
}

cut::Film film_of(const std::string& name, const std::string& path, const std::string& why) {
  cut::Film film;
  film.title = name;
  film.to_s = 4;
  film.sound = path + ".wav";
  film.cameras.resize(2);
  for (cut::Camera& camera : film.cameras) {
    camera.name = name;
    camera.files = {path};
    camera.length_s = 4;
    camera.width = 640, camera.height = 360;
    camera.placement.grade = cut::Grade::exact;
    camera.placement.pieces = {{.from_s = 0, .to_s = 4}};
  }
  film.cameras[1].files = {name + "/" + path};
  film.cameras[1].timecodes = {timecode_of(why)};
  film.shots = {{.camera = 0, .to_s = 2, .why = "", .move = {}},
                {.camera = 1, .from_s = 2, .to_s = 4, .stroke_s = 2, .why = why, .move = {}}};
  return film;
}

pugi::xml_document parsed(const std::string& bytes) {
  pugi::xml_document document;
  if (!document.load_buffer(bytes.data(), bytes.size())) std::abort();
  return document;
}
void expect(bool law) {
  if (!law) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string name = bytes.substr(0, size / 3), path = bytes.substr(size / 3, size / 3) + "x",
                    why = bytes.substr(2 * (size / 3));
  const auto files = edit::write_lists(film_of(name, path, why), {"otio", "mlt", "xmeml", "fcpxml", "edl"},
                                       {.folder = "/films"});
  expect(static_cast<bool>(files) && files->size() == 5);
  const auto otio = nlohmann::json::parse((*files)[0].bytes, nullptr, false);
  expect(!otio.is_discarded() && otio["name"] == edit::safe(name));
  const auto url =
      otio["tracks"]["children"][0]["children"][0]["media_references"]["DEFAULT_MEDIA"]["target_url"]
          .get<std::string>();
  expect(url.starts_with("file:///") && std::all_of(url.begin(), url.end(), [](char c) {
           return c > ' ' && c < 127 && c != '"' && c != '<';
         }));
  const pugi::xml_document mlt = parsed((*files)[1].bytes), xmeml = parsed((*files)[2].bytes),
                           fcpxml = parsed((*files)[3].bytes);
  expect(std::string(mlt.child("mlt").attribute("title").value()) == edit::safe(name));
  expect(mlt.child("mlt").child("tractor").select_nodes("track").size() == 3);
  expect(xmeml.select_nodes("/xmeml/sequence/media/video/track/clipitem").size() == 2);
  expect(fcpxml.select_nodes("/fcpxml/library/event/project/sequence/spine/asset-clip").size() == 2);
  const std::string& edl = (*files)[4].bytes;
  const std::optional<cut::Timecode> code = timecode_of(why);
  expect(!code || cut::timecode_from(cut::text_of(*code), code->rate) == code);
  const int of_code = code && (code->base() != 30 || code->drop) ? 1 : 0;
  expect(std::count(edl.begin(), edl.end(), '\n') == 3 + 4 + of_code + (edit::safe(why).empty() ? 0 : 1));
  return 0;
}
