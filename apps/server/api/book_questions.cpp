#include "apps/server/api/book_questions.h"

#include <algorithm>

#include "apps/server/api/book_json.h"
#include "apps/server/http/answers.h"
#include "book/keep.h"
#include "book/look.h"
#include "charts/charts.h"
#include "report/report.h"
#include "report/text/book_text.h"
#include "store/chart_text.h"

namespace firstchair::server {
namespace {

using report::JsonWriter;

constexpr int kPage = 30, kMostPage = 200;

std::string row(const KeptTake& take) {
  return report::take_row(take, book::when_text(take.began_s));
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

Response kept_take(std::int64_t id, const store::Book& book) {
  const Result<store::BookTake> take = book.load(id);
  if (!take) return refuse(take.error());
  JsonWriter json;
  write_take(json, {}, take->kept, row(take->kept));
  return json_response(json);
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

}  // namespace

Response players(const Request& request, const store::Book& book) {
  const Result<std::vector<Player>> players = book.players();
  if (!players) return refuse(players.error());
  JsonWriter json;
  json.begin_object();
  json.begin_array("players");
  for (const Player& player : *players) {
    if (!request.only.empty() && player.name != request.only) continue;
    store::TakeQuery wanted;
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

Response takes(const Request& request, const store::Book& book, const Player& player) {
  const Result<std::int64_t> most = number(request, "limit", kPage, 1, kMostPage);
  if (!most) return refuse(most.error());
  const Result<std::int64_t> before = number(request, "before", 0, 1, INT64_MAX);
  if (!before) return refuse(before.error());
  store::TakeQuery wanted;
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

Response take(std::string id, const store::Book& book) {
  std::string part;
  if (const std::size_t slash = id.find('/'); slash != std::string::npos) {
    part = id.substr(slash + 1);
    id.resize(slash);
  }
  const std::optional<std::int64_t> number = whole(id);
  if (!number || (!part.empty() && part != "about" && part != "take.html"))
    return json_error(404, "no such take");
  const Result<store::BookTake> kept = book.load(*number);
  if (!kept) return refuse(kept.error());
  if (part == "take.html")
    return {.type = "text/html; charset=utf-8",
            .body = report::take_html(book::told_take(*kept), kept->circumstances.weights),
            .tag = {},
            .allow = {},
            .gzip = true};
  if (part.empty())
    return {.body = report::take_json(book::told_take(*kept), kept->circumstances.weights),
            .tag = {},
            .allow = {},
            .gzip = true};
  JsonWriter json;
  write_about(json, *kept, row(kept->kept));
  return json_response(json);
}

Response change(const std::string& id, store::Book& book) {
  const std::size_t slash = id.find('/');
  const std::optional<std::int64_t> number = whole(std::string_view(id).substr(0, slash));
  if (!number || slash == std::string::npos) return json_error(404, "no such take");
  const std::string what = id.substr(slash + 1);
  Result<Done> done = Error{ErrorCode::not_found, {}, "no such address", {}};
  if (what == "discard" || what == "undo") done = book.discard(*number, what == "discard");
  if (what == "count" || what == "uncount") done = book.set_counted(*number, what == "count");
  return done ? kept_take(*number, book) : refuse(done.error());
}

Response undo(store::Book& book, const Player& player) {
  const Result<std::int64_t> last = book.last_discarded(player.id);
  if (!last) return refuse(last.error());
  if (*last == 0) return json_error(404, "no take is discarded.");
  if (auto done = book.discard(*last, false); !done) return refuse(done.error());
  return kept_take(*last, book);
}

Response items(const History& history) {
  JsonWriter json;
  json.begin_object();
  json.begin_array("items");
  for (const KeptTake* last : book::latest_of_items(history, 0, false)) {
    json.begin_object();
    json.text("item", last->item);
    json.text("title", title_of(history, last->item));
    json.integer("takes",
                 std::count_if(history.takes.begin(), history.takes.end(), [&](const KeptTake& take) {
                   return take.item == last->item && counts(take);
                 }));
    json.integer("last_s", last->began_s);
    json.real("bpm", last->bpm, 2);
    json.integer("bars", last->bars);
    write_goal_of(json, history, last->item);
    write_level(json, "level_bpm", teacher::level_of(history, last->item, now()));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_response(json);
}

Response progress(const std::string& item, const store::Book& book, const History& history) {
  const Result<book::ItemProgress> progress = book::item_progress(book, history.player.id, item);
  if (!progress) return refuse(progress.error());
  JsonWriter json;
  json.begin_object();
  json.text("item", item);
  json.text("title", progress->title);
  json.begin_array("takes");
  for (const KeptTake& take : progress->takes)
    write_take(json, {}, take, report::progress_row(take, book::when_text(take.began_s)));
  json.end_array();
  write_levels(json, teacher::level_track(history, item, now()));
  write_limits(json, history, item);
  write_goal_of(json, history, item);
  json.begin_array("texts");
  for (const std::string& sentence : progress->said()) json.text("", sentence);
  json.end_array();
  json.end_object();
  return json_response(json);
}

Response compare(const Request& request, const store::Book& book) {
  const std::optional<std::int64_t> a = whole(query(request, "a")), b = whole(query(request, "b"));
  if (!a || !b) return json_error(400, "a and b must be numbers of takes.");
  const Result<book::TakesCompared> compared = book::compare_in(book, *a, *b);
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

Response chart(const std::string& item, const store::Book& book, const Player& player) {
  store::TakeQuery wanted;
  wanted.player = player.id;
  wanted.item = item;
  wanted.newest = 1;
  const Result<std::vector<KeptTake>> last = book.takes(wanted);
  if (!last) return refuse(last.error());
  if (item.empty() || last->empty()) return json_error(404, "no take of this item is in the book.");
  const Result<store::BookTake> take = book.load(last->front().id);
  if (!take) return refuse(take.error());
  const Result<Chart> chart = book::chart_of_item(*take);
  if (!chart) return json_error(422, chart.error().line());
  const auto response = [&](charts::ChartFormat format, std::string_view type) {
    const std::vector<std::uint8_t> bytes = charts::write_chart(format, *chart);
    return Response{.type = std::string(type), .body = {bytes.begin(), bytes.end()}, .tag = {}, .allow = {}};
  };
  const auto keeps = [&](charts::ChartFormat format) {
    const Result<Chart> again = charts::read_chart(format, charts::write_chart(format, *chart));
    return again && store::item_of(*again) == item;
  };
  if (!keeps(charts::ChartFormat::tab) && keeps(charts::ChartFormat::midi))
    return response(charts::ChartFormat::midi, "audio/midi");
  return response(charts::ChartFormat::tab, "text/plain; charset=utf-8");
}

Response limits(const std::string& item, const History& history) {
  JsonWriter json;
  json.begin_object();
  write_limits(json, history, item);
  json.end_object();
  return json_response(json);
}

}  // namespace firstchair::server
