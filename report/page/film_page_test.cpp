#include "report/page/film_page.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

cut::Film film_of() {
  cut::Film film;
  film.title = "A <take>";
  film.to_s = 8;
  for (const char* name : {"hands", "<b>feet"}) {
    cut::Camera camera;
    camera.name = name;
    camera.placement.grade = cut::Grade::exact;
    camera.placement.pieces = {{.from_s = 0, .to_s = 8}};
    film.cameras.push_back(camera);
  }
  for (int k = 0; k < 4; ++k) {
    cut::Shot shot;
    shot.camera = k % 3 - 1;  // the first is black
    shot.from_s = 2. * k, shot.to_s = 2. * (k + 1);
    shot.why = k == 0 ? "" : "bar 2 beat 1, <kick>";
    film.shots.push_back(shot);
  }
  film.marks = {{.at_s = 1, .strength = .5}, {.at_s = 2, .strength = 1, .bar = 2, .beat = 1}};
  film.tension = {{0, .2}, {8, .9}};
  return film;
}

std::size_t times(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
  return n;
}

TEST(FilmPage, ShowsItsShotsAndEveryPlaceThatWasCompared) {
  std::vector<FilmResidual> rows;
  for (int k = 0; k < 30; ++k) rows.push_back({.25 * k, .1 * (k % 3), k % 10 != 0, "hands"});
  const std::string html = film_html(film_of(), rows);
  EXPECT_TRUE(html.starts_with("<!doctype html>"));
  EXPECT_NE(html.find("src=\"film.mp4\""), std::string::npos);
  EXPECT_NE(html.find("30 places, 27 of them on the line; the picture is 0.5 ms high"), std::string::npos);
  EXPECT_EQ(times(html, "h0"), 27U);
  EXPECT_EQ(times(html, "l5 5m0 -5l-5 5"), 3U);
  EXPECT_NE(html.find("No strokes of it were compared."), std::string::npos);  // of the other one
  EXPECT_NE(html.find("bar 2 beat 1, &lt;kick&gt;"), std::string::npos);
  for (const char* raw : {"<take>", "<b>", "<kick>", "nan", "inf\"", "<script", "http:", "https:"})
    EXPECT_EQ(html.find(raw), std::string::npos) << raw;
  EXPECT_EQ(times(html, "<svg"), times(html, "role=\"img\" aria-label="));
  EXPECT_EQ(times(html, "<section"), times(html, "</section>"));
  EXPECT_EQ(times(html, "<div"), times(html, "</div>"));
}

TEST(FilmPage, AFilmWithoutAnythingIsAPageToo) {
  const std::string html = film_html({}, {{.at_s = 1e300, .off_ms = -1e300, .on_line = true, .camera = {}}});
  EXPECT_TRUE(html.ends_with("</html>\n"));
  EXPECT_EQ(html.find("nan"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::report
