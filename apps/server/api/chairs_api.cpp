#include "apps/server/api/chairs_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "apps/chairs/audition_steps.h"
#include "apps/chairs/power_table.h"
#include "apps/chairs/sheet.h"
#include "apps/server/api/chairs_asked.h"
#include "apps/server/api/chairs_json.h"
#include "apps/server/http/answers.h"
#include "book/auditions.h"
#include "engine/core/letters.h"
#include "engine/ear/ear.h"
#include "report/text/text.h"
#include "store/record/bytes.h"

namespace firstchair::server {

namespace {

using Json = nlohmann::json;
using audition::Appeal;
using audition::Attempt;
using audition::GoingAudition;
using audition::More;

constexpr std::string_view kChairs = "/api/chairs";
}  // namespace

bool is_of_chairs(std::string_view path) {
  return path == kChairs || path.starts_with("/api/chairs/");
}

bool is_chairs_input(std::string_view method, std::string_view path) {
  return method == "PUT" && path.starts_with("/api/chairs/") && path.ends_with("/input");
}

ChairsApi::ChairsApi(std::string book, std::string key, judge::Norms norms, io::Cage cage)
    : book_(std::move(book)),
      key_(std::move(key)),
      cage_(std::move(cage)),
      playing_(book_, std::move(norms)) {}

Response ChairsApi::answer(const Request& request) {
  if (request.path == kChairs) {
    if (request.method == "GET") return all(request);
    return request.method == "POST" ? declare(request) : not_allowed("GET, POST");
  }
  std::string what = request.path.substr(kChairs.size() + 1);
  if (what == "power") {
    if (request.method != "GET") return not_allowed("GET");
    const Result<std::int64_t> players = number(request, "players", 0, 0, 200);
    if (!players) return refuse(players.error());
    std::vector<std::string> rows;
    for (const audition::PowerRow& row : audition::power_rows()) {
      if (*players == 0 || row.players == *players) rows.push_back(audition::power_told(row));
    }
    return told(rows);
  }
  std::vector<std::string> parts(1);
  for (const char c : what) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  const std::optional<std::int64_t> id = whole(parts[0]);
  const std::optional<std::int64_t> inner = parts.size() > 2 ? whole(parts[2]) : 0;
  if (!id || !inner || parts.size() > 4) return json_error(404, "no such address");
  const bool input = is_chairs_input(request.method, request.path);
  std::optional<Json> body = input ? Json::object() : object_of(request.body);
  if (!body) return json_error(400, "the body is not a JSON object.");
  Result<store::Auditions> auditions = book::open_auditions(book_, true);
  if (!auditions) return json_error(503, auditions.error().line());
  Asked asked{.request = request,
              .auditions = *auditions,
              .id = *id,
              .what = parts.size() > 1 ? parts[1] : "",
              .number = *inner,
              .part = parts.size() > 3 ? parts[3] : "",
              .body = std::move(*body)};
  const bool reads = asked.what.empty() || asked.what.starts_with("seating") || asked.part == "sound" ||
                     asked.part == "strokes";
  const std::string_view method = reads ? "GET" : input ? "PUT" : "POST";
  const bool single = parts.size() <= 2, known_part = parts.size() == 4;
  using Answering = Response (ChairsApi::*)(Asked&);
  Answering answering = nullptr;
  if (single && asked.what.empty()) answering = &ChairsApi::one;
  if (single && asked.what == "entrants") answering = &ChairsApi::enter;
  if (single && asked.what == "attempts") answering = &ChairsApi::open_attempt;
  if (single && asked.what == "cancel") answering = &ChairsApi::cancel;
  if (single && (asked.what == "seat" || asked.what == "reveal")) answering = &ChairsApi::seat;
  if (single && asked.what.starts_with("seating")) answering = &ChairsApi::seating;
  if (asked.what == "appeals" && (single || (known_part && asked.part == "ruling")))
    answering = &ChairsApi::appeal;
  if (asked.what == "challenges" && (single || (known_part && asked.part == "decline")))
    answering = &ChairsApi::challenge;
  if (known_part && asked.what == "attempts") answering = &ChairsApi::of_attempt;
  if (answering == nullptr) return json_error(404, "no such address");
  if (request.method != method) return not_allowed(method);
  return (this->*answering)(asked);
}

Response ChairsApi::all(const Request& request) {
  const Result<store::Auditions> auditions = book::open_auditions(book_, true);
  if (!auditions) return json_error(503, auditions.error().line());
  const Result<std::vector<store::KeptAudition>> kept = auditions->all();
  if (!kept) return refused(kept.error());
  Json list = Json::array();
  for (const store::KeptAudition& one : *kept) {
    const Result<GoingAudition> going = audition::read_going(*auditions, one.id);
    list.push_back({{"id", one.id},
                    {"title", one.title},
                    {"told", going ? audition::standing(*going, now()).front() : going.error().line()}});
  }
  return answer_json({{"auditions", std::move(list)}, {"directs", request.only.empty()}});
}

Response ChairsApi::declare(const Request& request) {
  if (!request.only.empty()) return only_director();
  const std::optional<Json> body = object_of(request.body);
  if (!body) return json_error(400, "the body is not a JSON object.");
  const Result<audition::Declaration> wish = read_wish(*body, cage_);
  if (!wish) return wish.error().code == ErrorCode::usage ? refuse(wish.error()) : refused(wish.error());
  const Result<book::DirectingKey> key = book::signing_key(key_);
  if (!key) return refuse(key.error());
  Result<store::Auditions> auditions = book::open_auditions(book_, true);
  if (!auditions) return json_error(503, auditions.error().line());
  const bool midi = wish->attempts->source == SourceKind::midi;
  const Result<GoingAudition> going =
      audition::declare(*auditions, *wish, store::public_key_text(key->key.open),
                        midi ? std::string() : std::string(ear::ear_weights_name()), now());
  if (!going) return refused(going.error());
  return answer_json(audition_json(*going, {}, {true, {}}, now()));
}

Response ChairsApi::one(Asked& asked) {
  const Result<GoingAudition> going = audition::read_going(asked.auditions, asked.id);
  if (!going) return refused(going.error());
  const Result<std::vector<store::EntrantName>> names = asked.auditions.names(asked.id);
  if (!names) return refused(names.error());
  return answer_json(audition_json(*going, *names, asked.reader(), now()));
}

Response ChairsApi::enter(Asked& asked) {
  if (!asked.request.only.empty()) return only_director();
  const Result<GoingAudition> going = audition::read_going(asked.auditions, asked.id);
  if (!going) return refused(going.error());
  if (const auto key = book::directing_key(key_, going->audition.key); !key) return refused(key.error());
  const std::string name = asked.text("name", kMostName);
  const Json agrees = asked.body.value("agrees", Json(false));
  const std::size_t letters = letters_of(name);
  if (letters == 0 || letters > 64 || report::plain(name) != name || !agrees.is_boolean())
    return json_error(400, "a name has 1 to 64 letters on one line.");
  const Result<audition::Entered> entered =
      audition::enter(asked.auditions, asked.id, name, agrees.get<bool>());
  if (!entered) return refused(entered.error());
  return answer_json(
      {{"player", entered->blind},
       {"told",
        {fmt::format("{} is {}. The record holds {} and no name. Declaration {}.", name, entered->blind,
                     entered->blind, entered->going.audition.declared_hash.substr(0, 16))}}});
}

Response ChairsApi::seat(Asked& asked) {
  if (!asked.request.only.empty()) return only_director();
  Result<GoingAudition> going = audition::read_going(asked.auditions, asked.id);
  if (!going) return refused(going.error());
  if (std::string why = audition::unlike_engine(going->audition); !why.empty()) return json_error(409, why);
  if (const auto key = book::directing_key(key_, going->audition.key); !key) return refused(key.error());
  if (asked.what == "seat") {
    const Result<audition::SeatedNow> seated = audition::seat(asked.auditions, asked.id, false);
    return seated ? one(asked) : refused(seated.error());
  }
  going = audition::add(asked.auditions, asked.id, [&](const GoingAudition&) -> Result<More> {
    const Result<std::vector<store::EntrantName>> names = asked.auditions.names(asked.id);
    if (!names) return names.error();
    return More{{audition::reveal_line(*names, now())}};
  });
  if (!going) return refused(going.error());
  return one(asked);
}

Response ChairsApi::cancel(Asked& asked) {
  if (!asked.request.only.empty()) return only_director();
  const Result<GoingAudition> before = audition::read_going(asked.auditions, asked.id);
  if (!before) return refused(before.error());
  if (const auto key = book::directing_key(key_, before->audition.key); !key) return refused(key.error());
  const Result<GoingAudition> going =
      audition::cancel(asked.auditions, asked.id, asked.text("text", kMostText));
  return going ? one(asked) : refused(going.error());
}

Response ChairsApi::seating(Asked& asked) {
  const Result<GoingAudition> going = audition::read_going(asked.auditions, asked.id);
  if (!going) return refused(going.error());
  const std::string& what = asked.what;
  if (what == "seating.jsonl")
    return file_response("application/jsonl; charset=utf-8", store::sealed(going->record));
  if (what == "seating.pub") return file_response("text/plain; charset=utf-8", going->audition.key);
  if (what == "seating.jsonl.minisig") {
    const Result<store::SigningKey> key = book::directing_key(key_, going->audition.key);
    if (!key) return refused(key.error());
    return file_response("text/plain; charset=utf-8", book::sign_seating(store::sealed(going->record), *key));
  }
  if (what != "seating" && what != "seating.html") return json_error(404, "no such address");
  if (going->audition.seatings == 0)
    return json_error(409, fmt::format("audition {} is not seated yet", asked.id));
  const Result<audition::Seated> seated = audition::seat_as_it_stands(*going);
  if (!seated) return refused(seated.error());
  return what == "seating"
             ? file_response("application/json", audition::sheet_json(*seated, going->head))
             : file_response("text/html; charset=utf-8", audition::sheet_html(*seated, going->head));
}

Response ChairsApi::appeal(Asked& asked) {
  const std::string text = asked.text("text", kMostText);
  if (asked.part.empty()) {
    const std::string player = asked.text("player", 24);
    const std::int64_t excerpt = asked.whole("excerpt", 1, 16);
    const Result<bool> theirs = asked.theirs(player);
    if (!theirs) return refused(theirs.error());
    if (!*theirs) return json_error(403, "this is another player's attempt");
    if (excerpt < 1) return json_error(400, "an appeal has player, excerpt and text.");
    const Result<GoingAudition> going =
        audition::add(asked.auditions, asked.id, [&](const GoingAudition& at) -> Result<More> {
          const Attempt* attempt = at.audition.last_attempt(player, static_cast<std::size_t>(excerpt - 1));
          if (attempt == nullptr)
            return Error{ErrorCode::usage,
                         {},
                         fmt::format("{} has opened no attempt at excerpt {}", player, excerpt),
                         {}};
          return More{{audition::appeal_line(*attempt, text, now())}};
        });
    return going ? one(asked) : refused(going.error());
  }
  if (!asked.request.only.empty()) return only_director();
  const std::string effect = asked.text("effect", 16);
  audition::ByHand by_hand;
  if (asked.number < 1 ||
      (effect != "none" && effect != "again" && effect != "left-out" && effect != "strokes"))
    return json_error(400, "a ruling's effect is none, again, left-out or strokes.");
  if (effect == "strokes" && !audition::read_by_hand(asked.body, by_hand))
    return json_error(400,
                      "such a ruling has struck_out, numbers of strokes, and added, each with at and voice.");
  const Appeal::Ruling ruling = effect == "again"      ? Appeal::Ruling::again
                                : effect == "left-out" ? Appeal::Ruling::left_out
                                : effect == "strokes"  ? Appeal::Ruling::strokes
                                                       : Appeal::Ruling::none;
  const Result<GoingAudition> before = audition::read_going(asked.auditions, asked.id);
  if (!before) return refused(before.error());
  if (const auto key = book::directing_key(key_, before->audition.key); !key) return refused(key.error());
  const Result<GoingAudition> going = audition::rule(
      asked.auditions, asked.id, static_cast<std::size_t>(asked.number) - 1, ruling, text, by_hand);
  return going ? one(asked) : refused(going.error());
}

Response ChairsApi::challenge(Asked& asked) {
  const bool declines = asked.part == "decline";
  const Result<GoingAudition> before = audition::read_going(asked.auditions, asked.id);
  if (!before) return refused(before.error());
  const std::vector<audition::AskedChallenge>& all = before->audition.challenges;
  if (declines && (asked.number < 1 || static_cast<std::size_t>(asked.number) > all.size()))
    return json_error(404, "no such challenge");
  // Whoever asks for a chair asks for himself, and a holder declines for himself.
  const std::string who =
      declines ? all[static_cast<std::size_t>(asked.number) - 1].holder : asked.text("challenger", 24);
  const Result<bool> theirs = asked.theirs(who);
  if (!theirs) return refused(theirs.error());
  if (!*theirs) return json_error(403, "this is another player's challenge");
  const Result<GoingAudition> going =
      audition::add(asked.auditions, asked.id, [&](const GoingAudition&) -> Result<More> {
        if (declines) return More{{audition::declined_line(static_cast<int>(asked.number), now())}};
        return More{{audition::challenge_line(asked.text("holder", 24), who, now())}};
      });
  return going ? one(asked) : refused(going.error());
}

}  // namespace firstchair::server
