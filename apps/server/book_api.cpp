#include "apps/server/book_api.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>

#include "apps/server/book_json.h"
#include "apps/server/sent_take.h"
#include "charts/charts.h"
#include "report/book_text.h"
#include "report/report.h"
#include "store/chart_text.h"

namespace firstchair::server {
namespace {

using Json = nlohmann::json;
using report::JsonWriter;

constexpr std::string_view kBook = "/api/book/", kToday = "/api/today";
constexpr int kPage = 30, kMostPage = 200;
constexpr int kMostMinutes = 240;

std::int64_t now() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

Response json_response(JsonWriter& json) {
  return {.body = json.take(), .tag = {}, .allow = {}};
}

Response not_allowed(std::string_view allow) {
  Response response = json_error(405, "this address does not take that method");
  response.allow = allow;
  return response;
}

Response refuse(const Error& error) {
  switch (error.code) {
    case ErrorCode::usage:
      return json_error(400, error.line());
    case ErrorCode::not_found:
      return json_error(404, error.line());
    case ErrorCode::too_large:
      return json_error(413, error.line());
    case ErrorCode::unsupported:
      return json_error(422, error.line());
    case ErrorCode::malformed:
    case ErrorCode::unreadable:
    case ErrorCode::unwritable:
      break;
  }
  return json_error(503, error.line());  // the book or its disk
}

std::string query(const Request& request, std::string_view key) {
  const auto found = request.query.find(key);
  return found == request.query.end() ? std::string() : found->second;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Of the query; `otherwise` where it is left out. usage: not a whole number of that range.
Result<std::int64_t> number(const Request& request, std::string_view key, std::int64_t otherwise,
                            std::int64_t low, std::int64_t high) {
  const std::string text = query(request, key);
  if (text.empty()) return otherwise;
  const std::optional<std::int64_t> value = whole(text);
  if (!value || *value < low || *value > high)
    return Error{ErrorCode::usage, std::string(key), "not a whole number it can be", {}};
  return *value;
}

std::string row(const KeptTake& take) {
  return take_row(take, when_text(take.began_s));
}

std::string title_of(const History& history, const std::string& item) {
  for (auto take = history.takes.rbegin(); take != history.takes.rend(); ++take) {
    if (take->item == item && !take->title.empty()) return take->title;
  }
  return item;
}

// Newest first; only the last of every item where none is asked for.
std::vector<LimitKept> latest_limits(const History& history, const std::string& item) {
  std::vector<LimitKept> limits;
  for (auto limit = history.limits.rbegin(); limit != history.limits.rend(); ++limit) {
    const bool known = std::any_of(limits.begin(), limits.end(),
                                   [&](const LimitKept& kept) { return kept.item == limit->item; });
    if (item.empty() ? !known : limit->item == item) limits.push_back(*limit);
  }
  return limits;
}

void write_limits(JsonWriter& json, const History& history, const std::string& item) {
  json.begin_array("limits");
  for (const LimitKept& limit : latest_limits(history, item))
    write_limit(json, limit, title_of(history, limit.item));
  json.end_array();
}

void write_goal_of(JsonWriter& json, const History& history, const std::string& item) {
  const auto goal = std::find_if(history.goals.begin(), history.goals.end(),
                                 [&](const Goal& one) { return one.item == item; });
  if (goal == history.goals.end()) {
    json.null("goal_bpm");
  } else {
    json.real("goal_bpm", goal->bpm, 1);
  }
}

// --- one answer each

Response players(const Book& book) {
  const Result<std::vector<Player>> players = book.players();
  if (!players) return refuse(players.error());
  JsonWriter json;
  json.begin_object();
  json.begin_array("players");
  for (const Player& player : *players) {
    TakeQuery wanted;
    wanted.player = player.id;
    const Result<std::vector<KeptTake>> takes = book.takes(wanted);
    if (!takes) return refuse(takes.error());
    json.begin_object();
    json.text("name", player.name);
    json.integer("takes", static_cast<std::int64_t>(takes->size()));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_response(json);
}

Response takes(const Request& request, const Book& book, const Player& player) {
  const Result<std::int64_t> most = number(request, "limit", kPage, 1, kMostPage);
  if (!most) return refuse(most.error());
  const Result<std::int64_t> before = number(request, "before", 0, 1, INT64_MAX);
  if (!before) return refuse(before.error());
  TakeQuery wanted;
  wanted.player = player.id;
  wanted.item = query(request, "item");
  wanted.before = *before;
  wanted.newest = static_cast<int>(*most) + 1;  // one more tells that there are more
  Result<std::vector<KeptTake>> takes = book.takes(wanted);
  if (!takes) return refuse(takes.error());
  std::reverse(takes->begin(), takes->end());
  const bool more = takes->size() > static_cast<std::size_t>(*most);
  if (more) takes->pop_back();
  JsonWriter json;
  json.begin_object();
  json.begin_array("takes");
  for (const KeptTake& take : *takes) write_take(json, {}, take, row(take));
  json.end_array();
  if (more) {
    json.integer("next", takes->back().id);
  } else {
    json.null("next");
  }
  json.end_object();
  return json_response(json);
}

Response items(const History& history) {
  JsonWriter json;
  json.begin_object();
  json.begin_array("items");
  for (const KeptTake* last : latest_of_items(history, 0)) {
    json.begin_object();
    json.text("item", last->item);
    json.text("title", title_of(history, last->item));
    json.integer("takes",
                 std::count_if(history.takes.begin(), history.takes.end(), [&](const KeptTake& take) {
                   return take.item == last->item && !take.discarded;
                 }));
    json.integer("last_s", last->began_s);
    json.real("bpm", last->bpm, 2);
    json.integer("bars", last->bars);
    write_goal_of(json, history, last->item);
    write_level(json, "level_bpm", level_of(history, last->item, now()));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_response(json);
}

Response progress(const std::string& item, const Book& book, const History& history) {
  const Result<ItemProgress> progress = item_progress(book, history.player.id, item);
  if (!progress) return refuse(progress.error());
  JsonWriter json;
  json.begin_object();
  json.text("item", item);
  json.text("title", progress->title);
  json.begin_array("takes");
  for (const KeptTake& take : progress->takes)
    write_take(json, {}, take, progress_row(take, when_text(take.began_s)));
  json.end_array();
  write_levels(json, level_track(history, item, now()));
  write_limits(json, history, item);
  write_goal_of(json, history, item);
  json.begin_array("texts");
  for (const std::string& sentence : progress->said()) json.text("", sentence);
  json.end_array();
  json.end_object();
  return json_response(json);
}

Response compare(const Request& request, const Book& book) {
  const std::optional<std::int64_t> a = whole(query(request, "a")), b = whole(query(request, "b"));
  if (!a || !b) return json_error(400, "a and b must be numbers of takes.");
  const Result<TakesCompared> compared = compare_in(book, *a, *b);
  if (!compared && compared.error().code == ErrorCode::usage) return json_error(409, compared.error().line());
  if (!compared) return refuse(compared.error());
  JsonWriter json;
  json.begin_object();
  write_take(json, "a", compared->before, row(compared->before));
  write_take(json, "b", compared->after, row(compared->after));
  json.begin_array("lines");
  for (const Comparison& line : compared->lines) write_comparison(json, line);
  json.end_array();
  json.end_object();
  return json_response(json);
}

// As tab where that keeps the item, else as MIDI where that does.
Response chart(const std::string& item, const Book& book, const Player& player) {
  TakeQuery wanted;
  wanted.player = player.id;
  wanted.item = item;
  wanted.newest = 1;
  const Result<std::vector<KeptTake>> last = book.takes(wanted);
  if (!last) return refuse(last.error());
  if (item.empty() || last->empty()) return json_error(404, "no take of this item is in the book.");
  const Result<BookTake> take = book.load(last->front().id);
  if (!take) return refuse(take.error());
  const Result<Chart> chart = chart_of_item(*take);
  if (!chart) return json_error(422, chart.error().line());
  const auto response = [&](ChartFormat format, std::string_view type) {
    const std::vector<std::uint8_t> bytes = write_chart(format, *chart);
    return Response{.type = std::string(type), .body = {bytes.begin(), bytes.end()}, .tag = {}, .allow = {}};
  };
  const auto keeps = [&](ChartFormat format) {
    const Result<Chart> again = read_chart(format, write_chart(format, *chart));
    return again && item_of(*again) == item;
  };
  if (!keeps(ChartFormat::tab) && keeps(ChartFormat::midi)) return response(ChartFormat::midi, "audio/midi");
  return response(ChartFormat::tab, "text/plain; charset=utf-8");
}

// --- what a request's body says

// A number of the object, `otherwise` where it is left out or null. Nothing: not a number of that range.
std::optional<double> real(const Json& object, const char* key, double otherwise, double low, double high) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return otherwise;
  if (!found->is_number()) return std::nullopt;
  const double value = found->get<double>();
  return value >= low && value <= high ? std::optional(value) : std::nullopt;
}

std::optional<Json> object_of(const std::string& body) {
  Json read = Json::parse(body.empty() ? std::string("{}") : body, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  return read;
}

}  // namespace

bool is_of_book(std::string_view path) {
  return path.starts_with(kBook) || path == kToday || path.starts_with("/api/today/");
}

BookApi::BookApi(std::string file, Norms norms) : file_(std::move(file)), norms_(std::move(norms)) {}

Response BookApi::answer(const Request& request) {
  return request.path.starts_with(kBook) ? book(request) : today(request);
}

Response BookApi::book(const Request& request) {
  const std::string what = request.path.substr(kBook.size());
  constexpr std::string_view kQuestions[] = {"players",  "takes",  "items",  "chart",
                                             "progress", "limits", "compare"};
  const bool one_take = what.starts_with("takes/");
  if (!one_take && std::find(std::begin(kQuestions), std::end(kQuestions), what) == std::end(kQuestions))
    return json_error(404, "no such address");
  if (what == "takes" && request.method == "POST") return keep(request);
  if (request.method != "GET") return not_allowed(what == "takes" ? "GET, POST" : "GET");
  const Result<Book> book = open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  if (one_take) return take(request, *book);
  if (what == "players") return players(*book);
  if (what == "compare") return compare(request, *book);
  const Result<Player> player = book->player(query(request, "player"));
  if (!player) return refuse(player.error());
  if (what == "takes") return takes(request, *book, *player);
  const std::string item = query(request, "item");
  if (what == "chart") return chart(item, *book, *player);
  const Result<History> history = book->history(player->id);
  if (!history) return refuse(history.error());
  if (what == "items") return items(*history);
  if (what == "progress") return progress(item, *book, *history);
  JsonWriter json;
  json.begin_object();
  write_limits(json, *history, item);
  json.end_object();
  return json_response(json);
}

Response BookApi::take(const Request& request, const Book& book) {
  std::string id = request.path.substr(kBook.size() + std::string_view("takes/").size()), part;
  if (const std::size_t slash = id.find('/'); slash != std::string::npos) {
    part = id.substr(slash + 1);
    id.resize(slash);
  }
  const std::optional<std::int64_t> number = whole(id);
  if (!number || (!part.empty() && part != "about" && part != "take.html"))
    return json_error(404, "no such take");
  const Result<BookTake> kept = book.load(*number);
  if (!kept) return refuse(kept.error());
  if (part == "take.html")
    return {.type = "text/html; charset=utf-8", .body = take_html(kept->take), .tag = {}, .allow = {}};
  if (part.empty()) return {.body = take_json(kept->take), .tag = {}, .allow = {}};
  JsonWriter json;
  write_about(json, *kept, row(kept->kept));
  return json_response(json);
}

// Judged only when it is new; whoever sends it at the same time gets the same take.
Response BookApi::keep(const Request& request) {
  const Result<std::string> name = name_of_sent(request.body);
  if (!name) return refuse(name.error());
  Result<Book> book = open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  const Result<Player> player = book->player(query(request, "player"));
  if (!player) return refuse(player.error());
  Result<std::int64_t> id = book->sent(*name);
  if (id && *id == 0) {
    Result<SentTake> sent = read_sent_take(request.body, norms_);
    if (!sent) {
      const ErrorCode code = sent.error().code;
      return json_error(code == ErrorCode::usage       ? 400
                        : code == ErrorCode::too_large ? 413
                                                       : 422,
                        sent.error().line());
    }
    sent->how.player = player->id;
    id = book->save_sent(sent->take, sent->how, sent->name);
  }
  if (!id) return json_error(503, id.error().line());
  JsonWriter json;
  json.begin_object();
  json.integer("id", *id);
  json.end_object();
  return json_response(json);
}

Response BookApi::today(const Request& request) {
  const std::string what = request.path.substr(kToday.size());
  if (what != "" && what != "/done" && what != "/goal" && what != "/pain")
    return json_error(404, "no such address");
  const std::string_view method = what.empty() ? "GET" : "POST";
  if (request.method != method) return not_allowed(method);
  const Result<std::int64_t> minutes = number(request, "minutes", 30, 5, kMostMinutes);
  if (!minutes) return refuse(minutes.error());
  TodayOptions options{.minutes = static_cast<double>(*minutes)};
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
  Result<Book> book = open_book(file_, true);
  if (!book) return json_error(503, book.error().line());
  const Result<Player> player = book->player(query(request, "player"));
  if (!player) return refuse(player.error());
  JsonWriter json;
  json.begin_object();
  if (what == "/goal") {
    if (auto set = set_goal(*book, *player, wanted); !set) return refuse(set.error());
  } else {
    const Result<Today> today = day_of(*book, *player, now(), options);
    if (!today) return refuse(today.error());
    json.integer("day_began_s", day_began(now()));
    write_today(json, *today);
  }
  const Result<History> history = book->history(player->id);
  if (!history) return refuse(history.error());
  write_goals(json, goals_of(*history, now()));
  json.end_object();
  return json_response(json);
}

}  // namespace firstchair::server
