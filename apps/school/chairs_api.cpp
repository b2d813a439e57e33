// Chairs of a class: declaring them, how they stand, seats, and the record for everybody who wants to compute
// it again.
#include <fmt/format.h>

#include "apps/chairs/sheet.h"
#include "apps/school/chairs_told.h"

namespace firstchair::school_api {
namespace {

using school::Verb;

// Reads what is declared. Returns what is wrong with it; empty: nothing.
std::string fill(Call& call, const Json& body, school::Chairs& chairs, audition::Declaration& declaration) {
  bool wrong = false;
  chairs.title = text(body, "title", wrong);
  const auto seats = whole(body, "seats", wrong);
  chairs.closes_s = whole(body, "closes_s", wrong);
  const auto hours = whole(body, "appeal_hours", wrong);
  const std::string source = text(body, "source", wrong), claim = text(body, "claim", wrong);
  const Json asked = body.value("assignments", Json());
  if (wrong || !seats || *seats < 1 || *seats > school::kMostSeats || !asked.is_array() || asked.empty() ||
      asked.size() > school::kMostPieces)
    return "a title, 1 to 200 seats and 1 to 16 assignments are needed";
  if (chairs.title.empty() || chairs.title.size() > 180) return "chairs have a title of 1 to 180 letters";
  if (chairs.closes_s && *chairs.closes_s <= call.now_s) return "the closing date is over";
  if (source != "midi" && source != "audio") return "source is midi (e-kits) or audio (microphones)";
  if (hours && (*hours < 0 || *hours > 720)) return "an appeal is open for 0 to 720 hours";
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
                           .appeal_hours = static_cast<int>(hours.value_or(kAppealHours)),
                           .closes_s = chairs.closes_s.value_or(0)};
  return {};
}

Told file_of(Call& call, std::string (*made)(const std::string& record, const store::SigningKey& key),
             const char* type) {
  Told refused;
  const Going going = held(call, refused);
  if (!going) return refused;
  if (!going->chairs.seated_s) return refusal(409, "nobody is seated yet");
  const auto record = record_of(call, *going);
  if (!record) return refusal(record.error());
  const auto key = chairs_key(call);
  if (!key) return refusal(key.error());
  Told answer{.status = 200, .body = made(store::sealed(*record), *key)};
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
    auto json = json_of(call, **going);
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
  return told_now(call, *id, 201);
}

Told one_chairs(Call& call) {
  Told refused;
  const Going going = seen(call, Verb::see_class, refused);
  return going ? told_chairs(call, *going) : refused;
}

Told seat_chairs(Call& call) {
  Told refused;
  const Going going = held(call, refused);
  if (!going) return refused;
  // Whoever comes second finds everybody seated.
  if (going->chairs.seated_s && !going->ruled) return told_chairs(call, *going);
  if (const Result<Done> seated = seat_class(call, *going); !seated) return refused_by_rule(seated.error());
  return told_now(call, going->chairs.id);
}

Told chairs_sheet(Call& call) {
  Told refused;
  const Going going = held(call, refused);
  if (!going) return refused;
  if (!going->chairs.seated_s) return refusal(409, "nobody is seated yet");
  const auto seated = seated_now(call, *going);
  if (!seated) return refused_by_rule(seated.error());
  Told answer{.status = 200, .body = audition::sheet_html(*seated, going->hashes.back())};
  answer.type = "text/html; charset=utf-8";
  return answer;
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
