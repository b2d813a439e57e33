#include "door/take_explained.h"

#include "engine/core/voice.h"
#include "report/data/json_writer.h"
#include "report/text/explained_text.h"
#include "report/text/words.h"

namespace firstchair::door {

std::string take_explained_json(const Take& take, bool lean_known) {
  report::JsonWriter json;
  json.begin_object();
  json.begin_array("lines");
  for (const report::LineExplained& line : report::lines_explained(take, lean_known)) {
    json.begin_object();
    json.text("line", id_of(line.line));
    json.text("name", report::capital(name_of(line.line)));
    json.begin_array("text");
    for (const std::string& sentence : line.sentences) json.text({}, sentence);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace firstchair::door
