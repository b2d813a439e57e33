#include "apps/server/api/chairs_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "apps/server/api/sent_chart.h"
#include "apps/server/http/answers.h"
#include "charts/charts.h"
#include "engine/chairs/score.h"
#include "midi/smf.h"
#include "report/text/text.h"
#include "store/chart_text.h"
#include "store/record/bytes.h"

namespace firstchair::server {
namespace {

using Json = nlohmann::json;
using audition::Attempt;
using audition::Audition;

constexpr int kUsualBars = 32;
constexpr double kLastClock = 4'102'444'800;  // the year 2100

Json excerpt_json(const Audition& a, const std::string& player, std::size_t e, std::int64_t now_s) {
  const Attempt* last = a.last_attempt(player, e);
  const std::string why = a.unlike_opening(player, e, now_s);
  Json told{{"told", last == nullptr ? std::string("not played") : audition::attempt_told(*last, now_s)},
            {"may", why.empty()},
            {"why", why},
            {"attempt", last == nullptr ? 0 : last - a.attempts.data() + 1}};
  const bool appealed = std::any_of(a.appeals.begin(), a.appeals.end(), [&](const audition::Appeal& one) {
    return last != nullptr && &a.attempts[one.attempt] == last;
  });
  told["may_appeal"] =
      last != nullptr && !appealed && !a.revealed && a.cancelled.empty() && now_s <= a.appeal_until(*last);
  return told;
}

Error no_form(const char* what) {
  return {ErrorCode::usage, "audition", std::string("no such ") + what, {}};
}

template <class T>
bool one_of(const Json& body, const char* name, const std::vector<std::pair<const char*, T>>& choices,
            T& value) {
  const auto at = body.find(name);
  if (at == body.end()) return true;
  for (const auto& [word, choice] : choices) {
    if (*at == word) return value = choice, true;
  }
  return false;
}

// Drum tab where that keeps the chart, else MIDI: what the page's engine reads.
std::vector<std::uint8_t> bytes_of(const Chart& chart) {
  std::vector<std::uint8_t> tab = charts::write_chart(charts::ChartFormat::tab, chart);
  const Result<Chart> again = charts::read_chart(charts::ChartFormat::tab, tab);
  if (again && store::item_of(*again) == store::item_of(chart)) return tab;
  return charts::write_chart(charts::ChartFormat::midi, chart);
}

}  // namespace

Json audition_json(const audition::GoingAudition& going, const std::vector<store::EntrantName>& names,
                   const ChairsReader& reader, std::int64_t now_s) {
  const Audition& a = going.audition;
  const audition::Declaration& d = a.declaration;
  Json excerpts = Json::array(), players = Json::array(), appeals = Json::array(), asked = Json::array();
  for (std::size_t e = 0; e < d.excerpts.size(); ++e)
    excerpts.push_back({{"title", d.excerpts[e].chart.title},
                        {"bars", d.excerpts[e].bars},
                        {"bpm", d.excerpts[e].bpm},
                        {"left_out", static_cast<bool>(a.left_out[e])}});
  for (const std::string& player : a.players) {
    const auto name = std::find_if(names.begin(), names.end(),
                                   [&](const store::EntrantName& one) { return one.blind == player; });
    const bool there = name != names.end();
    Json rows = Json::array();
    for (std::size_t e = 0; e < d.excerpts.size(); ++e) rows.push_back(excerpt_json(a, player, e, now_s));
    const bool mine = reader.directs || (there && name->name == reader.only);
    players.push_back({{"player", player},
                       {"name", there && mine ? name->name : std::string()},
                       {"mine", mine},
                       {"excerpts", std::move(rows)}});
  }
  for (const audition::Appeal& appeal : a.appeals) {
    const Attempt& of = a.attempts[appeal.attempt];
    appeals.push_back({{"player", of.player},
                       {"excerpt", of.excerpt + 1},
                       {"attempt", appeal.attempt + 1},
                       {"text", appeal.text},
                       {"open", appeal.ruling == audition::Appeal::Ruling::open}});
  }
  for (std::size_t i = 0; i < a.challenges.size(); ++i) {
    const audition::AskedChallenge& c = a.challenges[i];
    const int number = static_cast<int>(i) + 1;
    asked.push_back({{"holder", c.holder},
                     {"challenger", c.challenger},
                     {"open", c.ended_s == 0},
                     {"holder_round", a.next_round(number, c.holder)},
                     {"challenger_round", a.next_round(number, c.challenger)}});
  }
  return {{"id", going.kept.id},
          {"title", d.title},
          {"source", d.attempts->source == SourceKind::midi ? "midi" : "audio"},
          {"declared_hash", a.declared_hash},
          {"head", going.head},
          {"directs", reader.directs},
          {"seated", a.seatings > 0},
          {"revealed", a.revealed},
          {"cancelled", a.cancelled},
          {"told", audition::standing(going, now_s)},
          {"excerpts", std::move(excerpts)},
          {"players", std::move(players)},
          {"appeals", std::move(appeals)},
          {"challenges", std::move(asked)}};
}

Json opened_json(const OpenedAttempt& opened, const audition::Declaration& declaration) {
  const audition::Excerpt& excerpt = declaration.excerpts[opened.attempt.excerpt];
  return {{"attempt", opened.number},
          {"title", excerpt.chart.title},
          {"bars", excerpt.bars},
          {"bpm", opened.attempt.nonce.bpm},
          {"count_in", opened.attempt.nonce.count_in},
          {"settings", opened.settings},
          {"chart", store::to_base64(bytes_of(excerpt.chart))},
          {"told", opened.told}};
}

Result<audition::Declaration> read_wish(const Json& body, const io::Cage& cage) {
  audition::Declaration d;
  audition::Conditions& asked = d.attempts.emplace();
  const Json title = body.value("title", Json("")), excerpts = body.value("excerpts", Json());
  if (!title.is_string()) return no_form("title");
  d.title = report::plain(title.get<std::string>());
  if (!excerpts.is_array() || excerpts.empty() || excerpts.size() > 16) return no_form("excerpts");
  for (const Json& one : excerpts) {
    if (!one.is_object()) return no_form("excerpt");
    const Json chart = one.value("chart", Json());
    const auto bytes = chart.is_string() ? store::from_base64(chart.get<std::string>()) : std::nullopt;
    const double bpm = real(one, "bpm", 0, 0, 400).value_or(-1),
                 bars = real(one, "bars", 0, 0, 256).value_or(-1);
    if (!bytes || bytes->empty() || bpm < 0 || bars < 0 || bars != std::floor(bars))
      return no_form("excerpt");
    const bool smf = midi::is_midi(*bytes);
    Result<Chart> read = sent_chart(cage, *bytes, smf ? "chart.mid" : "chart.tab");
    if (!read) return read.error();
    audition::Excerpt& excerpt = d.excerpts.emplace_back();
    excerpt.bpm = bpm > 0 ? bpm : tempo_at(*read, 0);
    excerpt.bars = static_cast<int>(bars);
    const int own = static_cast<int>(bars_of(*read).size());
    if (excerpt.bars == 0)
      excerpt.bars = own >= chairs::kLeastBars ? std::min(own, chairs::kMostBars) : kUsualBars;
    excerpt.chart = std::move(*read);
  }
  using audition::Missing;
  using audition::TieBreak;
  const bool known =
      one_of<SourceKind>(body, "source", {{"midi", SourceKind::midi}, {"audio", SourceKind::audio}},
                         asked.source) &&
      one_of<chairs::Claim>(body, "claim",
                            {{"played", chairs::Claim::played}, {"again", chairs::Claim::again}}, d.claim) &&
      one_of<Missing>(body, "missing", {{"last", Missing::last}, {"out", Missing::out}}, d.missing) &&
      one_of<TieBreak>(body, "tie_break",
                       {{"rotate", TieBreak::rotate},
                        {"holder", TieBreak::holder},
                        {"lot", TieBreak::lot},
                        {"panel", TieBreak::panel},
                        {"play-again", TieBreak::play_again}},
                       d.tie_break);
  const std::optional<double> slips = real(body, "slips", 0.5, 0, 100),
                              dynamics = real(body, "dynamics", 0, 0, 100),
                              hours = real(body, "appeal_hours", 72, 0, 720),
                              opens = real(body, "opens_s", 0, 0, kLastClock),
                              closes = real(body, "closes_s", 0, 0, kLastClock);
  if (!known) return no_form("choice");
  if (!slips || !dynamics || !hours || !opens || !closes) return no_form("number");
  d.weights[static_cast<std::size_t>(chairs::Criterion::slips)] = *slips;
  d.weights[static_cast<std::size_t>(chairs::Criterion::dynamics)] = *dynamics;
  asked.appeal_hours = static_cast<int>(*hours);
  asked.opens_s = static_cast<std::int64_t>(*opens), asked.closes_s = static_cast<std::int64_t>(*closes);
  if (std::string why = audition::unlike_an_audition(d); !why.empty())
    return Error{ErrorCode::unsupported, {}, std::move(why), {}};
  // What is declared is what the record can hold: numbers of four decimals.
  return audition::read_declaration(audition::declaration_json(d));
}

}  // namespace firstchair::server
