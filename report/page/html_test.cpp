#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "report/report.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

// What stands between `start` and the next quotation mark, each time.
std::vector<std::string> attributes(const std::string& text, const std::string& start) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at)) {
    at += start.size();
    found.push_back(text.substr(at, text.find('"', at) - at));
  }
  return found;
}

}  // namespace

TEST(TakeHtml, IsOnePageThatAsksTheNetworkForNothing) {
  for (const auto& [name, take] : testing::all_takes()) {
    const std::string html = take_html(take);
    EXPECT_TRUE(html.starts_with("<!doctype html>")) << name;
    EXPECT_NE(html.find("Content-Security-Policy\" content=\"default-src 'none'"), std::string::npos);
    for (const char* never :
         {"http://", "https://", "//", "<script", "<link", "<img", "url(", "@import", " src="}) {
      EXPECT_EQ(html.find(never), std::string::npos) << name << ": " << never;
    }
    EXPECT_EQ(count(html, " href="), count(html, "<use href=\"#")) << name;
  }
}

TEST(TakeHtml, PutsTheOrderFirst) {
  for (const auto& [name, take] : testing::all_takes()) {
    const std::string html = take_html(take);
    EXPECT_EQ(count(html, "<h1>"), 1U) << name;
    EXPECT_LT(html.find("<h1>"), html.find("<section>")) << name;
  }
}

TEST(TakeHtml, EscapesWhatComesFromOutside) {
  Take take = testing::play(testing::rock_chart(4), {});
  const std::string clean = take_html(take);
  take.source.name = "</title><script>alert(1)</script>.wav";
  take.chart.title = "\"><img src=x onerror=alert(1)>\xE2\x80\xAE";
  const std::string html = take_html(take);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_EQ(html.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(count(html, "<"), count(clean, "<"));
}

TEST(TakeHtml, ClosesWhatItOpensAndRepeatsNoId) {
  for (const auto& [name, take] : testing::all_takes()) {
    const std::string html = take_html(take);
    for (const std::string tag :
         {"svg", "section", "div", "table", "g", "ul", "li", "text", "p", "figure", "details"}) {
      EXPECT_EQ(count(html, "<" + tag + " ") + count(html, "<" + tag + ">"), count(html, "</" + tag + ">"))
          << name << ": " << tag;
    }
    std::set<std::string> ids;
    for (const std::string& id : attributes(html, " id=\""))
      EXPECT_TRUE(ids.insert(id).second) << name << ": " << id;
  }
}

TEST(TakeHtml, GivesEveryPictureWordsForThoseWhoDoNotSeeIt) {
  for (const auto& [name, take] : testing::all_takes()) {
    const std::string html = take_html(take);
    // Parts of an image have its words.
    std::size_t parts = 0;
    for (const char* part : {"lead", "bar", "names", "part"})
      parts += count(html, std::string("<svg class=\"") + part + "\" viewBox=");
    const std::size_t divided = count(html, "<div class=\"parts\" role=\"img\" aria-label=") +
                                count(html, " role=\"img\" aria-label=\"Drum notation");
    EXPECT_EQ(count(html, "<svg") - parts + divided,
              count(html, "role=\"img\" aria-label=") + count(html, "aria-hidden=\"true\""))
        << name;
  }
}

TEST(TakeHtml, DrawsEveryStrokeAndEveryNote) {
  Take take = testing::play(testing::rock_chart(16), {.missed = 0, .extra = 0, .wrong = 0, .departs = false});
  const std::string html = take_html(take);
  EXPECT_EQ(count(html, "<g id=\"n"), take.chart.notes.size());
  const std::string errors = html.substr(html.find("<h2>Every stroke</h2>"),
                                         html.find("<h2>Lines</h2>") - html.find("<h2>Every stroke</h2>"));
  std::size_t drawn = 0;
  for (const std::string mark : {"dot", "square", "cross", "plus", "diamond", "up", "star"}) {
    for (const char error : {'0', '1', '2', '3', '4'}) {
      for (const std::string& path : attributes(errors, "<path class=\"" + mark + " e" + error + "\" d=\""))
        drawn += count(path, "M");
    }
  }
  const auto graces =
      static_cast<std::size_t>(std::count_if(take.alignment.matches.begin(), take.alignment.matches.end(),
                                             [](const Match& m) { return m.kind == MatchKind::grace; }));
  EXPECT_EQ(drawn, take.hits.size() - graces + 5);  // five keys of the legend
}

TEST(TakeHtml, DrawsEveryBarForItselfAndCutsTheOtherPicturesIntoFour) {
  for (const auto& [name, take] : testing::all_takes()) {
    const std::string html = take_html(take);
    if (html.find("class=\"staves") == std::string::npos) continue;
    const std::vector<std::string> bars = attributes(html, " data-bar=\"");
    EXPECT_EQ(bars.size(), bars_of(take.chart).size()) << name;
    EXPECT_EQ(count(html, "<svg class=\"bar\""), bars.size()) << name;
    std::set<std::string> ids;
    for (const std::string& id : attributes(html, "<g id=\"")) ids.insert(id);
    const std::vector<std::string> used = attributes(html, "<use href=\"#");
    EXPECT_FALSE(used.empty()) << name;
    for (const std::string& id : used) {
      EXPECT_EQ(ids.count(id), 1U) << name << ": " << id;
      if (id == "clef") continue;
      const auto times = std::count(used.begin(), used.end(), id);
      EXPECT_TRUE(times % 2 == 0 && times >= 2 && times <= 8) << name << ": " << id << " " << times;
    }
    EXPECT_EQ(count(html, "<svg class=\"names\""), count(html, "<svg class=\"part\"")) << name;
  }
}

TEST(TakeHtml, HasNoTableWithoutARow) {
  for (const auto& [name, take] : testing::all_takes()) {
    EXPECT_EQ(take_html(take).find("<tbody></tbody>"), std::string::npos) << name;
  }
}

TEST(TakeHtml, OfAnHourStaysUnderSixMegabytes) {
  const Take take = testing::play(testing::rock_chart(2060), {.seed = 8});
  EXPECT_GE(take.hits.size(), 30000U);
  EXPECT_LT(take_html(take).size(), 6000000U);
}

}  // namespace firstchair::report
