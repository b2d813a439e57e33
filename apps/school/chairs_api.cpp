// Chairs of a class: declaring them, how they stand, seats with receipts, and the record for everybody who
// wants to compute it again.
#include <fmt/format.h>

#include <algorithm>

#include "apps/school/assigned.h"
#include "apps/school/class_chairs.h"

namespace firstchair::school_api {
namespace {

using school::Verb;

constexpr std::size_t kDigits = 16;  // of a hash, on a receipt

const char* state_of(const Call& call, const GoingChairs& going) {
  const school::Chairs& chairs = going.chairs;
  return chairs.seated_s ? "seated" : chairs.closes_s && call.now_s > *chairs.closes_s ? "closed" : "open";
}

// The line of the seating that gives the chairs, where somebody sits.
Json order_of(const GoingChairs& going) {
  for (const store::RecordLine& line : going.lines)
    if (line.type == "seating" && line.fields.value("decides", false)) return line.fields["order"];
  return Json::array();
}

// Whether a seat is had, by the first and last of the chairs that are shared.
const char* seat_of(int first, int last, int seats) {
  return last <= seats ? "yes" : first > seats ? "no" : "shared";
}

Json place_json(const GoingChairs& going, const std::string& blind) {
  for (const Json& one : order_of(going)) {
    if (one["player"] != blind) continue;
    const int first = one["chair"][0], last = one["chair"][1];
    return {{"first", first}, {"last", last}, {"seat", seat_of(first, last, going.chairs.seats)}};
  }
  return nullptr;
}

Json own_json(const Call& call, const GoingChairs& going) {
  for (const school::ChairsPlayer& player : going.players) {
    if (player.person != call.actor.person) continue;
    Json receipts = Json::array();
    for (std::size_t e = 0; e < going.chairs.pieces.size(); ++e) {
      const audition::Attempt* attempt = going.audition.last_attempt(player.blind, e);
      if (attempt == nullptr || attempt->take == 0) continue;
      receipts.push_back({{"assignment", going.chairs.pieces[e].assignment},
                          {"receipt", receipt_of(going.record, attempt->take).substr(0, kDigits)},
                          {"line", attempt->take + 1}});
    }
    return {{"blind", player.blind},
            {"place", place_json(going, player.blind)},
            {"receipts", std::move(receipts)}};
  }
  return nullptr;
}

double number_of(const Json& text) {
  double value = 0;
  audition::read_decimal(text, value);
  return value;
}

// Everybody's seat with whose it is.
Result<Json> places_json(Call& call, const GoingChairs& going) {
  Json places = Json::array();
  for (const Json& one : order_of(going)) {
    const std::string blind = one["player"].get<std::string>();
    const auto player = std::find_if(going.players.begin(), going.players.end(),
                                     [&](const school::ChairsPlayer& each) { return each.blind == blind; });
    std::string name;
    const std::int64_t person = player == going.players.end() ? 0 : player->person;
    if (person != 0) {
      const auto found = call.store.person(call.school, person);
      if (!found) return found.error();
      name = full_name(*found);
    }
    const int first = one["chair"][0], last = one["chair"][1];
    places.push_back({{"blind", one["player"]},
                      {"person", person == 0 ? Json(nullptr) : Json(person)},
                      {"name", name},
                      {"first", first},
                      {"last", last},
                      {"seat", seat_of(first, last, going.chairs.seats)},
                      {"behind", one["behind"]},
                      {"best", number_of(one["best"])},
                      {"score", number_of(one["score"])},
                      {"low", number_of(one["interval"][0])},
                      {"high", number_of(one["interval"][1])}});
  }
  return places;
}

Result<Json> json_of(Call& call, const GoingChairs& going) {
  const school::Chairs& chairs = going.chairs;
  Json assignments = Json::array();
  for (const school::Piece& piece : chairs.pieces) assignments.push_back(piece.assignment);
  const bool holds = call.allowed(Verb::hold_chairs, {.classes = {chairs.klass}});
  Json places = nullptr;
  if (holds && chairs.seated_s) {
    auto told = places_json(call, going);
    if (!told) return told.error();
    places = std::move(*told);
  }
  return Json{{"id", chairs.id},
              {"class", chairs.klass},
              {"title", chairs.title},
              {"seats", chairs.seats},
              {"assignments", std::move(assignments)},
              {"source", going.audition.declaration.attempts->source == SourceKind::midi ? "midi" : "audio"},
              {"made_s", chairs.made_s},
              {"closes_s", maybe_json(chairs.closes_s)},
              {"seated_s", maybe_json(chairs.seated_s)},
              {"state", state_of(call, going)},
              {"declared", going.audition.declared_hash.substr(0, kDigits)},
              {"players", going.audition.players.size()},
              {"waiting", going.waiting},
              {"fault", going.fault},
              {"own", own_json(call, going)},
              {"places", std::move(places)}};
}

Told told_chairs(Call& call, const GoingChairs& going, int status = 200) {
  const auto json = json_of(call, going);
  return json ? told(*json, status) : refusal(json.error());
}

// The chairs of the path as they stand now, for whoever holds them.
std::optional<GoingChairs> held(Call& call, Told& refused) {
  const auto id = call.number();
  refused = nothing_there();
  if (!id) return std::nullopt;
  const auto found = call.store.chairs(call.school, *id);
  if (!found) {
    refused = refusal(found.error());
    return std::nullopt;
  }
  refused = teachers_only();
  if (!call.allowed(Verb::hold_chairs, {.classes = {found->klass}})) return std::nullopt;
  auto going = chairs_now(call, *id);
  if (going) return std::move(*going);
  refused = refusal(going.error());
  return std::nullopt;
}

// Reads what is declared. Returns what is wrong with it; empty: nothing.
std::string fill(Call& call, const Json& body, school::Chairs& chairs, audition::Declaration& declaration) {
  bool wrong = false;
  chairs.title = text(body, "title", wrong);
  const auto seats = whole(body, "seats", wrong);
  chairs.closes_s = whole(body, "closes_s", wrong);
  const std::string source = text(body, "source", wrong), claim = text(body, "claim", wrong);
  const Json asked = body.value("assignments", Json());
  if (wrong || !seats || *seats < 1 || *seats > school::kMostSeats || !asked.is_array() || asked.empty() ||
      asked.size() > school::kMostPieces)
    return "a title, 1 to 200 seats and 1 to 16 assignments are needed";
  if (chairs.title.empty() || chairs.title.size() > 180) return "chairs have a title of 1 to 180 letters";
  if (chairs.closes_s && *chairs.closes_s <= call.now_s) return "the closing date is over";
  if (source != "midi" && source != "audio") return "source is midi (e-kits) or audio (microphones)";
  if (!claim.empty() && claim != "played" && claim != "again") return "claim is played or again";
  chairs.seats = static_cast<int>(*seats);
  for (const Json& one : asked) {
    const auto found = one.is_number_integer() ? call.store.assignment(call.school, one.get<std::int64_t>())
                                               : Result<school::Assignment>(Error{});
    if (!found || found->klass != chairs.klass) return "there is no such assignment in this class";
    if ((found->source == school::PlayedOn::midi && source == "audio") ||
        (found->source == school::PlayedOn::audio && source == "midi"))
      return fmt::format("{} is not played on that", found->title);
    chairs.pieces.push_back({found->id, found->version});
  }
  declaration.title =
      fmt::format("{} ({} {})", chairs.title, chairs.seats, chairs.seats == 1 ? "seat" : "seats");
  declaration.claim = claim == "again" ? chairs::Claim::again : chairs::Claim::played;
  declaration.attempts =
      audition::Conditions{.level = audition::Level::sent,
                           .source = source == "midi" ? SourceKind::midi : SourceKind::audio,
                           .draw_percent = 0,
                           .closes_s = chairs.closes_s.value_or(0)};
  return {};
}

Told file_of(Call& call, std::string (*made)(const std::string& record, const store::SigningKey& key),
             const char* type) {
  Told refused;
  const auto going = held(call, refused);
  if (!going) return refused;
  if (!going->chairs.seated_s) return refusal(409, "nobody is seated yet");
  const auto key = chairs_key(call);
  if (!key) return refusal(key.error());
  Told answer{.status = 200, .body = made(store::sealed(going->record), *key)};
  answer.type = type;
  return answer;
}

}  // namespace

Told list_chairs(Call& call) {
  Told refused;
  const auto klass = class_in_path(call, Verb::see_class, refused);
  if (!klass) return refused;
  const auto all = call.store.chairs_of_class(call.school, *klass);
  if (!all) return refusal(all.error());
  Json list = Json::array();
  for (const school::Chairs& one : *all) {
    const auto going = chairs_now(call, one.id);
    if (!going) return refusal(going.error());
    auto json = json_of(call, *going);
    if (!json) return refusal(json.error());
    list.push_back(std::move(*json));
  }
  return told({{"chairs", std::move(list)}});
}

Told declare_chairs(Call& call) {
  Told refused;
  const auto klass = class_in_path(call, Verb::hold_chairs, refused);
  if (!klass) return refused;
  const auto body = call.object();
  if (!body) return refusal(400, "chairs are a JSON object");
  school::Chairs chairs{.klass = *klass};
  audition::Declaration asked;
  if (const std::string fault = fill(call, *body, chairs, asked); !fault.empty()) return refusal(400, fault);
  const auto unlike = add_pieces(call, chairs.pieces, asked);
  if (!unlike) return refusal(unlike.error());
  if (!unlike->empty()) return refusal(400, *unlike);
  // What is declared is what a record can hold: numbers of four decimals.
  const auto declaration = audition::read_declaration(audition::declaration_json(asked));
  if (!declaration) return refusal(400, declaration.error().what);
  const auto key = chairs_key(call);
  if (!key) return refusal(key.error());
  const store::RecordLine line =
      audition::declared_line(*declaration, store::public_key_text(key->open), {}, call.now_s);
  const auto id = call.store.declare_chairs(call.school, chairs, store::record_line(0, {}, line), call.act());
  if (!id) return refusal(id.error());
  const auto going = chairs_now(call, *id);
  return going ? told_chairs(call, *going, 201) : refusal(going.error());
}

Told seat_chairs(Call& call) {
  Told refused;
  auto going = held(call, refused);
  if (!going) return refused;
  // Whoever comes second finds everybody seated.
  if (going->chairs.seated_s) return told_chairs(call, *going);
  if (const Result<Done> seated = seat_class(call, *going); !seated) return refused_by_rule(seated.error());
  return told_chairs(call, *going);
}

Told chairs_record(Call& call) {
  return file_of(
      call, [](const std::string& record, const store::SigningKey&) { return record; },
      "application/x-ndjson");
}

Told chairs_signature(Call& call) {
  return file_of(
      call,
      [](const std::string& record, const store::SigningKey& key) {
        return store::sign(record, key, "firstchair " + store::head_of(record).substr(0, kDigits));
      },
      "text/plain; charset=utf-8");
}

Told chairs_public_key(Call& call) {
  return file_of(
      call, [](const std::string&, const store::SigningKey& key) { return store::public_key_text(key.open); },
      "text/plain; charset=utf-8");
}

}  // namespace firstchair::school_api
