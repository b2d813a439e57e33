// What the school keeps besides: charts to assign, everybody's own takes, and consents of guardians.
#include <algorithm>

#include "apps/school/assigned.h"
#include "charts/charts.h"
#include "store/record/bytes.h"

namespace firstchair::school_api {
namespace {

using school::Verb;

}  // namespace

Told list_charts(Call& call) {
  const auto all = call.store.charts(call.school);
  if (!all) return refusal(all.error());
  Json list = Json::array();
  for (const school::KeptChart& one : *all)
    list.push_back({{"hash", one.hash}, {"title", one.title}, {"owner", one.owner}});
  return told({{"charts", std::move(list)}});
}

Told keep_chart(Call& call) {
  if (!call.allowed(Verb::make_class, {})) return forbidden();
  const auto body = call.object();
  bool wrong = !body;
  const std::string name = wrong ? "" : text(*body, "name", wrong),
                    data = wrong ? "" : text(*body, "data", wrong);
  const auto bytes = wrong ? std::nullopt : store::from_base64(data);
  if (!bytes || bytes->empty() || name.size() > 200 || !call.config.hearing.chart)
    return refusal(400, "a file's name and its bytes in base64 are needed");
  Result<Chart> chart = call.config.hearing.chart(*bytes, name);
  if (!chart) return refusal(400, chart.error().line());
  // What is assigned is what a page opens: the tab that is made of it.
  const auto tab = charts::write_chart(charts::ChartFormat::tab, *chart);
  if (auto read = charts::read_chart(charts::ChartFormat::tab, tab)) chart = std::move(read);
  const auto hash = call.store.keep_chart(call.school, *chart, call.act());
  if (!hash) return refusal(hash.error());
  return told({{"hash", *hash}, {"title", chart->title}, {"owner", call.actor.person}}, 201);
}

Told own_takes(Call& call) {
  const auto page = call.page();
  if (!page) return refusal(400, "after and limit (1 to 500) are numbers");
  const auto all = call.store.takes_of(call.school, call.actor.person, *page);
  if (!all) return refusal(all.error());
  Json list = Json::array();
  for (const school::OwnTake& one : *all)
    list.push_back({{"id", one.id},
                    {"began_s", one.began_s},
                    {"title", one.title},
                    {"bpm", one.bpm},
                    {"submission", maybe_json(one.submission)}});
  return told({{"takes", std::move(list)}});
}

Told set_consent(Call& call) {
  const auto id = call.number();
  const auto& children = call.actor.children;
  const bool guardian = id && std::find(children.begin(), children.end(), *id) != children.end();
  const auto person = id ? call.store.person(call.school, *id) : Result<school::Person>(Error{});
  if (!guardian && !call.allowed(Verb::change_accounts, {.person = id.value_or(0)}))
    return person ? forbidden() : nothing_there();
  if (!person) return id ? refusal(person.error()) : nothing_there();
  const auto body = call.object();
  bool wrong = !body;
  const auto given = wrong ? std::nullopt : flag(*body, "given", wrong);
  const std::string how = wrong ? "" : text(*body, "how", wrong),
                    purpose = wrong ? "" : text(*body, "purpose", wrong);
  if (wrong || !given) return refusal(400, "given (true or false) and how are needed");
  if (!purpose.empty() && purpose != "practice" && purpose != "research")
    return refusal(400, "purpose is practice or research");
  const Result<Done> set = purpose == "research"
                               ? call.store.set_research_consent(call.school, *id, *given, how, call.act())
                               : call.store.set_consent(call.school, *id, *given, how, call.act());
  return set ? told({{"person", *id}, {"given", *given}}) : refusal(set.error());
}

}  // namespace firstchair::school_api
