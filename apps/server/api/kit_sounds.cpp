#include "apps/server/api/kit_sounds.h"

#include "hearing/kit_sound_files.h"
#include "kits/kit_sound_json.h"
#include "midi/kit/kit_profile.h"
#include "report/data/json_writer.h"

namespace firstchair::server {
namespace {

std::string or_usual(const std::string& folder) {
  return folder.empty() ? hearing::kit_folder() : folder;
}

Response keep(const std::string& body, const std::string& folder) {
  const Result<ear::KitSound> kit = kits::read_kit_sound(body);
  if (!kit) return json_error(kit.error().code == ErrorCode::too_large ? 413 : 422, kit.error().line());
  const Result<std::string> kept = hearing::keep_kit_sound(*kit, true, folder);
  if (!kept) return json_error(503, kept.error().line());
  report::JsonWriter json;
  json.begin_object();
  json.text("id", kit->name);
  json.end_object();
  return {.body = json.take(), .tag = {}, .allow = {}};
}

}  // namespace

Response kit_sounds(const Request& request, const std::string& folder) {
  if (!request.only.empty())
    return json_error(403, "a player's own key keeps no kit's sound here. Ask who runs firstchair");
  const std::string place = or_usual(folder);
  if (request.method == "POST") return keep(request.body, place);
  if (request.method != "GET") {
    Response response = json_error(405, "this address does not take that method");
    response.allow = "GET, POST";
    return response;
  }
  report::JsonWriter json;
  json.begin_object();
  json.begin_array("kit_sounds");
  for (const std::string& id : hearing::own_kit_sounds(place)) {
    const Result<ear::KitSound> kit = hearing::find_kit_sound(id, place);
    if (!kit) continue;  // a file that is none
    json.begin_object();
    json.text("id", id);
    json.text("sound", kits::write_kit_sound(*kit));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return {.body = json.take(), .tag = {}, .allow = {}};
}

Result<ear::KitSound> kit_sound_named(const std::string& name, const std::string& folder) {
  if (!midi::is_kit_id(name)) return Error{ErrorCode::not_found, {}, "no kit's sound of that name", {}};
  return hearing::find_kit_sound_of_this_ear(name, or_usual(folder));
}

}  // namespace firstchair::server
