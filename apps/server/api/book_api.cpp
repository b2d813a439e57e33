#include "apps/server/api/book_api.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "apps/server/api/book_json.h"
#include "apps/server/api/book_questions.h"
#include "apps/server/api/sent_limit.h"
#include "apps/server/api/sent_take.h"
#include "apps/server/api/written_charts.h"
#include "apps/server/http/answers.h"
#include "report/report.h"

namespace firstchair::server {
namespace {

using Json = nlohmann::json;
using report::JsonWriter;

constexpr std::string_view kBook = "/api/book/", kToday = "/api/today", kTakes = "takes/",
                           kCharts = "charts/";
constexpr int kMostMinutes = 240;

// Says whether whoever asks may see a take, "12" or "12/about": with a player's own key only that player's.
// What is no number is somebody else's to refuse.
bool is_theirs(std::string_view take, const Request& request, const store::Book& book) {
  if (request.only.empty()) return true;
  const std::optional<std::int64_t> id = whole(take.substr(0, take.find('/')));
  if (!id) return true;
  const Result<Player> player = book.player(request.only);
  const Result<store::BookTake> kept = book.load(*id);
  return player && kept && kept->circumstances.player == player->id;
}

// What is wrong with something that was sent. A decoder that stopped may have been stopped by somebody: the
// page sends again, and loses nothing.
Response refuse_sent(const Error& error) {
  return json_error(error.code == ErrorCode::usage        ? 400
                    : error.code == ErrorCode::too_large  ? 413
                    : error.code == ErrorCode::unreadable ? 503
                                                          : 422,
                    error.line());
}

}  // namespace

bool is_of_book(std::string_view path) {
  return path.starts_with(kBook) || path == kToday || path.starts_with("/api/today/");
}

BookApi::BookApi(std::string file, judge::Norms norms, io::Cage cage)
    : file_(std::move(file)), norms_(std::move(norms)), cage_(std::move(cage)) {}

Response BookApi::answer(const Request& request) {
  return request.path.starts_with(kBook) ? book(request) : today(request);
}

Response BookApi::book(const Request& request) {
  const std::string what = request.path.substr(kBook.size());
  constexpr std::string_view kQuestions[] = {"players",  "takes",  "items",   "chart", "charts",
                                             "progress", "limits", "compare", "undo"};
  const bool one_take = what.starts_with(kTakes), one_chart = what.starts_with(kCharts);
  if (!one_take && !one_chart &&
      std::find(std::begin(kQuestions), std::end(kQuestions), what) == std::end(kQuestions))
    return json_error(404, "no such address");
  if (what == "takes" && request.method == "POST") return keep(request);
  if (what == "limits" && request.method == "POST") return keep_limit(request);
  if (request.method == "POST" && (one_take || what == "undo")) return change(what, request);
  if (what == "undo") return not_allowed("POST");
  if (what == "players" && request.method == "POST") return add_player(request);
  if (what == "charts" && request.method == "POST") return keep_chart(request);
  const bool may_post = what == "takes" || what == "limits" || what == "players" || what == "charts";
  if (request.method != "GET") return not_allowed(may_post ? "GET, POST" : "GET");
  const Result<store::Book> book = book::open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  if (one_take && !is_theirs(what.substr(kTakes.size()), request, *book))
    return json_error(404, "no such take");
  if (one_take) return take(what.substr(kTakes.size()), *book);
  if (what == "players") return players(request, *book);
  if (what == "compare" &&
      !(is_theirs(query(request, "a"), request, *book) && is_theirs(query(request, "b"), request, *book)))
    return json_error(404, "no such take");
  if (what == "compare") return compare(request, *book);
  const Result<Player> player = book->player(query(request, "player"));
  if (!player) return refuse(player.error());
  if (what == "takes") return takes(request, *book, *player);
  if (what == "charts") return written_charts(*book, *player);
  if (one_chart) return chart_versions(what.substr(kCharts.size()), *book, *player);
  const std::string item = query(request, "item");
  if (what == "chart") return chart(item, *book, *player);
  const Result<History> history = book->history(player->id);
  if (!history) return refuse(history.error());
  if (what == "items") return items(*history);
  if (what == "progress") return progress(item, *book, *history);
  return limits(item, *history);
}

Response BookApi::change(const std::string& what, const Request& request) {
  constexpr std::string_view kChanges[] = {"/discard", "/undo", "/count", "/uncount"};
  const bool one_take = what.starts_with(kTakes);
  const bool known = std::any_of(std::begin(kChanges), std::end(kChanges),
                                 [&](std::string_view end) { return what.ends_with(end); });
  if (one_take && !known) return not_allowed("GET");
  Result<store::Book> book = book::open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  if (one_take && !is_theirs(what.substr(kTakes.size()), request, *book))
    return json_error(404, "no such take");
  if (one_take) return server::change(what.substr(kTakes.size()), *book);
  const Result<Player> player = book->player(query(request, "player"));
  return player ? undo(*book, *player) : refuse(player.error());
}

// Judged only when it is new; whoever sends it at the same time gets the same take.
Response BookApi::keep(const Request& request) {
  const Result<std::string> name = name_of_sent(request.body);
  if (!name) return refuse(name.error());
  Result<store::Book> book = book::open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  const Result<Player> player = book->player(query(request, "player"));
  if (!player) return refuse(player.error());
  Result<std::int64_t> id = book->sent(*name);
  if (id && *id == 0) {
    Result<SentTake> sent = read_sent_take(request.body, norms_, cage_);
    if (!sent) return refuse_sent(sent.error());
    sent->how.player = player->id;
    id = book->save_sent(sent->take, sent->how, sent->name);
  }
  if (!id) return json_error(503, id.error().line());
  const Result<store::BookTake> kept = book->load(*id);
  if (!kept) return json_error(503, kept.error().line());
  JsonWriter json;
  json.begin_object();
  json.integer("id", *id);
  json.boolean("counted", kept->kept.counted);
  json.end_object();
  return json_response(json);
}

// Sent again, from the same takes or from more of one search, it takes the place of what was sent before.
Response BookApi::keep_limit(const Request& request) {
  const Result<SentLimit> sent = read_sent_limit(request.body);
  if (!sent) return refuse(sent.error());
  Result<store::Book> book = book::open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  const Result<Player> player = book->player(query(request, "player"));
  if (!player) return refuse(player.error());
  const Result<LimitKept> limit = limit_of(*sent, *book, *player);
  if (!limit && limit.error().code == ErrorCode::usage) return json_error(409, limit.error().line());
  if (!limit) return refuse(limit.error());
  const Result<std::vector<std::int64_t>> takes = takes_of(*sent, *book);
  if (!takes) return refuse(takes.error());
  if (auto kept = book->keep_limit(player->id, *limit, *takes); !kept) return refuse(kept.error());
  const Result<History> history = book->history(player->id);
  return history ? limits(limit->item, *history) : refuse(history.error());
}

Response BookApi::keep_chart(const Request& request) {
  const Result<store::WrittenChart> version = sent_version(request.body, cage_);
  if (!version) return refuse_sent(version.error());
  Result<store::Book> book = book::open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  const Result<Player> player = book->player(query(request, "player"));
  return player ? keep_version(*version, *book, *player) : refuse(player.error());
}

// Who has a player's own key speaks for that player alone.
Response BookApi::add_player(const Request& request) {
  if (!request.only.empty()) return json_error(403, "a player's own key adds nobody.");
  const std::optional<Json> body = object_of(request.body);
  const Json name = body ? body->value("name", Json()) : Json();
  if (!name.is_string()) return json_error(400, "name must be the player's.");
  Result<store::Book> book = book::open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  const Result<Player> added = book->add_player(name.get<std::string>());
  return added ? players(request, *book) : refuse(added.error());
}

Response BookApi::today(const Request& request) {
  const std::string what = request.path.substr(kToday.size());
  if (what != "" && what != "/done" && what != "/goal" && what != "/pain")
    return json_error(404, "no such address");
  const std::string_view method = what.empty() ? "GET" : "POST";
  if (request.method != method) return not_allowed(method);
  const Result<std::int64_t> minutes = number(request, "minutes", 30, 5, kMostMinutes);
  if (!minutes) return refuse(minutes.error());
  book::TodayOptions options{.minutes = static_cast<double>(*minutes)};
  options.done = what == "/done";
  std::optional<Json> body = what.empty() ? Json::object() : object_of(request.body);
  if (!body) return json_error(400, "the body is not a JSON object.");
  Goal wanted;
  if (what == "/pain") {
    const std::optional<double> pain = real(*body, "pain", -1, 0, 10);
    const Json numb = body->value("numb", Json(false));
    if (!pain || !numb.is_boolean()) return json_error(400, "pain must be 0 to 10, numb true or false.");
    options.pain = *pain;
    options.numb = numb.get<bool>();
  } else if (what == "/goal") {
    const Json item = body->value("item", Json(""));
    const std::optional<double> bpm = real(*body, "bpm", 0, 0, 400),
                                weight = real(*body, "weight", 1, 0.1, 10);
    if (!item.is_string() || !bpm || !weight)
      return json_error(400, "item must be one of the book's, bpm 0 to 400, weight 0.1 to 10.");
    wanted = {.item = item.get<std::string>(), .bpm = *bpm, .weight = *weight};
  }

  std::unique_lock lock(writing_, std::defer_lock);
  if (options.done || what == "/goal") lock.lock();
  Result<store::Book> book = book::open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  const Result<Player> player = book->player(query(request, "player"));
  if (!player) return refuse(player.error());
  JsonWriter json;
  json.begin_object();
  if (what == "/goal") {
    if (auto set = book::set_goal(*book, *player, wanted); !set) return refuse(set.error());
  } else {
    const Result<book::Today> today = book::day_of(*book, *player, now(), options);
    if (!today) return refuse(today.error());
    json.integer("day_began_s", book::day_began(now()));
    write_today(json, *today);
  }
  const Result<History> history = book->history(player->id);
  if (!history) return refuse(history.error());
  write_goals(json, book::goals_of(*history, now()));
  json.end_object();
  return json_response(json);
}

}  // namespace firstchair::server
