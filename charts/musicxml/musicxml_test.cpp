#include "charts/musicxml/musicxml.h"

#include <gtest/gtest.h>

#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

// The short names the examples are written with.
std::string note(std::string_view place, int duration, std::string inside = "") {
  const bool cross = place.size() > 2;  // "G5x"
  return "<note><unpitched><display-step>" + std::string(place.substr(0, 1)) +
         "</display-step><display-octave>" + std::string(place.substr(1, 1)) +
         "</display-octave></unpitched><duration>" + std::to_string(duration) + "</duration>" +
         (cross ? "<notehead>x</notehead>" : "") + inside + "</note>";
}
std::string marked(std::string_view place, int duration, const std::string& notations) {
  return note(place, duration, "<notations>" + notations + "</notations>");
}
std::string grace(std::string_view place) {
  return "<note><grace/><unpitched><display-step>" + std::string(place.substr(0, 1)) +
         "</display-step><display-octave>" + std::string(place.substr(1, 1)) +
         "</display-octave></unpitched></note>";
}
std::string chord(std::string note) {
  return note.insert(std::string("<note>").size(), "<chord/>");
}
std::string rest(int duration) {
  return "<note><rest/><duration>" + std::to_string(duration) + "</duration></note>";
}
std::string time(std::string_view beats, int unit) {
  return "<attributes><time><beats>" + std::string(beats) + "</beats><beat-type>" + std::to_string(unit) +
         "</beat-type></time></attributes>";
}
std::string sound(const std::string& attributes) {
  return "<sound " + attributes + "/>";
}
std::string repeat(const std::string& direction, const std::string& more = "") {
  return "<barline><repeat direction=\"" + direction + "\"" + more + "/></barline>";
}
std::string ending(const std::string& numbers, const std::string& type) {
  return "<barline><ending number=\"" + numbers + "\" type=\"" + type + "\"/></barline>";
}

// Four divisions a quarter, 4/4. A bar may begin with attributes of its <measure>: "implicit>...".
std::string score(const std::vector<std::string>& bars, const std::string& before = "") {
  std::string out = "<score-partwise>" + before + "<part id='P1'>";
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const bool implicit = bars[i].starts_with("implicit>");
    out += "<measure number='" + std::to_string(i + 1) + "'" + (implicit ? " implicit='yes'>" : ">");
    if (i == 0) out += "<attributes><divisions>4</divisions></attributes>" + time("4", 4);
    out += bars[i].substr(implicit ? std::string("implicit>").size() : 0) + "</measure>";
  }
  return out + "</part></score-partwise>";
}
Result<Chart> read(const std::string& text) {
  return read_musicxml({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}
std::string strokes(const std::vector<std::string>& bars, const std::string& before = "") {
  const Result<Chart> chart = read(score(bars, before));
  return chart ? testing::strokes_of(*chart) : chart.error().line();
}
// One kick on every bar's one, so that the order of bars can be read off: which bar sounds is told by its
// drum.
constexpr std::string_view kDrumOfBar[] = {"F4", "C5", "A4", "D5", "E5", "A5", "F5x", "G5"};
std::string order(const std::vector<std::string>& marks) {
  std::vector<std::string> bars;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    // Bar lines and signs of a string before "|" stand at the bar's start, the others at its end.
    const std::size_t at = marks[i].find('|');
    const std::string before = at == std::string::npos ? "" : marks[i].substr(0, at);
    const std::string after = at == std::string::npos ? marks[i] : marks[i].substr(at + 1);
    bars.push_back(before + note(kDrumOfBar[i], 16) + after);
  }
  const Result<Chart> chart = read(score(bars));
  if (!chart) return chart.error().line();
  constexpr Voice kVoiceOfBar[] = {Voice::kick,     Voice::snare, Voice::tom_low, Voice::tom_mid,
                                   Voice::tom_high, Voice::crash, Voice::ride,    Voice::hat_closed};
  std::string out;
  for (const Note& n : chart->notes) {
    out += static_cast<char>(
        '1' + (std::find(std::begin(kVoiceOfBar), std::end(kVoiceOfBar), n.voice) - kVoiceOfBar));
  }
  return out;
}

// --- notes ------------------------------------------------------------------------------------------

//   hands  x   x   x . o        feet  o . . .
TEST(MusicXml, VoicesChordsBackupAndForwardKeepTheirPlaces) {
  EXPECT_EQ(strokes({note("G5x", 4) + note("G5x", 4) + chord(note("C5", 4)) + note("G5x", 6) + note("C5", 2) +
                     "<backup><duration>16</duration></backup><forward><duration>8</duration></forward>" +
                     note("F4", 8)}),
            "1:1 hat_closed\n1:2 snare\n1:2 hat_closed\n1:3 kick\n1:3 hat_closed\n1:4.5 snare\n");
}

TEST(MusicXml, DivisionsMayChangeInTheMiddleOfABar) {
  EXPECT_EQ(strokes({note("C5", 4) + "<attributes><divisions>3</divisions></attributes>" + note("C5", 1) +
                     note("C5", 1) + note("C5", 1) + note("C5", 6)}),
            "1:1 snare\n1:2 snare\n1:2.3333 snare\n1:2.6667 snare\n1:3 snare\n");
}

TEST(MusicXml, ATiedNoteIsNoStrokeButTheEndOfATiedRollIs) {
  const std::string stop = "<tied type='stop'/>", start = "<tied type='start'/>";
  EXPECT_EQ(strokes({marked("C5", 4, start) + marked("C5", 12, stop)}), "1:1 snare\n");
  const std::string buzz = "<ornaments><tremolo type='unmeasured'>0</tremolo></ornaments>";
  EXPECT_EQ(
      strokes({marked("C5", 4, start + buzz) + marked("C5", 4, stop + start + buzz) + marked("C5", 8, stop)}),
      "1:1 snare buzz\n1:3 snare\n");
}

TEST(MusicXml, GraceNotesMakeFlamsAndDragsOnTheDrumTheyAreWrittenFor) {
  EXPECT_EQ(
      strokes({grace("C5") + note("C5", 4) + grace("C5") + grace("C5") + note("G5x", 4) +
               chord(note("C5", 4)) + grace("C5") + note("A4", 4) + grace("C5") + rest(2) + note("C5", 2)}),
      "1:1 snare flam\n1:2 snare drag\n1:2 hat_closed\n1:3 tom_low flam\n1:4.5 snare\n");
}

TEST(MusicXml, AccentsGhostsAndCuesAreRead) {
  EXPECT_EQ(
      strokes({marked("C5", 4, "<articulations><accent/></articulations>") +
               "<note><unpitched><display-step>C</display-step><display-octave>5</display-octave></unpitched>"
               "<duration>4</duration><notehead parentheses='yes'>normal</notehead></note>" +
               marked("C5", 4, "<articulations><strong-accent/></articulations>") + note("C5", 4, "<cue/>")}),
      "1:1 snare accent\n1:2 snare ghost\n1:3 snare accent\n");
}

TEST(MusicXml, AnAccentOnTheFirstNoteIsTheWholeChords) {
  EXPECT_EQ(strokes({marked("C5", 8, "<articulations><accent/></articulations>") + chord(note("G5x", 8)) +
                     note("C5", 8) + chord(marked("G5x", 8, "<articulations><accent/></articulations>"))}),
            "1:1 snare accent\n1:1 hat_closed accent\n1:3 snare\n1:3 hat_closed accent\n");
}

// A part that writes no accent or ghost tells them by velocity: 40, 80, 120 of 127.
TEST(MusicXml, VelocitiesTellDynamicsWhereNoneAreWritten) {
  const auto played = [](const std::string& percent) {
    return note("C5", 4).replace(0, 5, "<note dynamics='" + percent + "'");
  };
  const Result<Chart> chart =
      read(score({played("44.44") + played("88.89") + played("88.89") + played("133.33")}));
  ASSERT_TRUE(chart);
  EXPECT_EQ(testing::strokes_of(*chart), "1:1 snare ghost\n1:2 snare\n1:3 snare\n1:4 snare accent\n");
  EXPECT_EQ(chart->notes[0].velocity, 40);
  EXPECT_EQ(chart->notes[3].velocity, 120);
  EXPECT_EQ(strokes({played("44.44") + played("88.89") +
                     marked("C5", 4, "<articulations><accent/></articulations>")}),
            "1:1 snare\n1:2 snare\n1:3 snare accent\n");
}

// One slash on a quarter: two eighths. Two on an eighth: four 32nds. Three: a roll.
TEST(MusicXml, SlashesArePlayedOutAndThreeAreARoll) {
  const auto tremolo = [](int slashes) {
    return "<ornaments><tremolo type='single'>" + std::to_string(slashes) + "</tremolo></ornaments>";
  };
  EXPECT_EQ(strokes({marked("C5", 4, tremolo(1) + "<articulations><accent/></articulations>") +
                     note("C5", 2, "<type>eighth</type><notations>" + tremolo(2) + "</notations>") + rest(2) +
                     marked("C5", 8, tremolo(3))}),
            "1:1 snare accent\n1:1.5 snare\n1:2 snare\n1:2.125 snare\n1:2.25 snare\n1:2.375 snare\n1:3 snare "
            "buzz\n");
}

TEST(MusicXml, StickingIsReadFromLyricsFingeringsAndWords) {
  EXPECT_EQ(strokes({note("C5", 4, "<lyric><text>R</text></lyric>") +
                     marked("C5", 4, "<technical><fingering>L</fingering></technical>") +
                     "<direction><direction-type><words>R</words></direction-type></direction>" +
                     note("C5", 4) + note("C5", 4, "<lyric><text>love</text></lyric>")}),
            "1:1 snare R\n1:2 snare L\n1:3 snare R\n1:4 snare\n");
}

TEST(MusicXml, TheOAboveAHatOpensItUnlessOpenHatsHaveTheirOwnNote) {
  const std::string open = "<technical><open-string/></technical>";
  EXPECT_EQ(strokes({marked("G5x", 8, open) + note("G5x", 8)}), "1:1 hat_open\n1:3 hat_closed\n");
  EXPECT_EQ(
      strokes({marked("G5x", 8, open) +
               "<note><unpitched><display-step>G</display-step><display-octave>5</display-octave></unpitched>"
               "<duration>8</duration><notehead>circle-x</notehead></note>"}),
      "1:1 hat_closed\n1:3 hat_open\n");
  // One instrument for both, by its number closed.
  const auto numbered = [](const char* head) {
    return std::string(
               "<note><unpitched><display-step>G</display-step><display-octave>5</display-octave>"
               "</unpitched><duration>8</duration><instrument id=\"hat\"/><notehead>") +
           head + "</notehead></note>";
  };
  EXPECT_EQ(
      strokes({numbered("x") + numbered("circle-x")},
              "<part-list><score-part id=\"P1\">"
              "<score-instrument id=\"hat\"><instrument-name>Hi-Hat</instrument-name></score-instrument>"
              "<midi-instrument id=\"hat\"><midi-unpitched>43</midi-unpitched></midi-instrument>"
              "</score-part></part-list>"),
      "1:1 hat_closed\n1:3 hat_open\n");
}

// --- bars -------------------------------------------------------------------------------------------

TEST(MusicXml, APickupIsAWholeBarWithRestsBeforeIt) {
  const Result<Chart> chart = read(score({"implicit>" + note("C5", 4), note("F4", 16)}));
  ASSERT_TRUE(chart);
  EXPECT_EQ(testing::strokes_of(*chart), "1:4 snare\n2:1 kick\n");
  EXPECT_EQ(chart->length, 8 * kTicksPerQuarter);
}

// |  3 beats :| pickup of 1 |: ...   The repeat joins the last three beats and the pickup to one bar.
TEST(MusicXml, APartedBarIsJoined) {
  EXPECT_EQ(strokes({note("C5", 4), note("F4", 16), note("F4", 12) + repeat("backward")}),
            "1:4 snare\n2:1 kick\n3:1 kick\n3:4 snare\n4:1 kick\n5:1 kick\n");
  EXPECT_EQ(strokes({note("F4", 16), note("F4", 8), "implicit>" + note("C5", 8), note("F4", 16)}),
            "1:1 kick\n2:1 kick\n2:3 snare\n3:1 kick\n");
}

TEST(MusicXml, AnIrregularBarGetsAMeterOfItsOwnAndAnUnfilledOneIsFilled) {
  const Result<Chart> chart = read(
      score({note("F4", 16), "implicit>" + note("C5", 6), note("F4", 4), note("F4", 24), note("F4", 16)}));
  ASSERT_TRUE(chart);
  EXPECT_EQ(testing::strokes_of(*chart), "1:1 kick\n2:1 snare\n3:1 kick\n4:1 kick\n5:1 kick\n");
  constexpr Ticks q = kTicksPerQuarter;
  EXPECT_EQ(chart->meters,
            (std::vector<MeterChange>{
                {0, 4, 4}, {4 * q, 3, 8}, {11 * q / 2, 4, 4}, {19 * q / 2, 6, 4}, {31 * q / 2, 4, 4}}));
}

TEST(MusicXml, CompositeMetersAreAddedUp) {
  const auto meter_of = [](const std::string& attributes) {
    const Result<Chart> chart = read(score({attributes + note("F4", 4)}));
    return chart ? std::to_string(chart->meters[0].beats) + "/" + std::to_string(chart->meters[0].unit)
                 : chart.error().line();
  };
  EXPECT_EQ(meter_of(time("3+2+2", 8)), "7/8");
  EXPECT_EQ(
      meter_of(
          "<attributes><time><beats>3</beats><beat-type>4</beat-type><beats>3</beats><beat-type>8</beat-type>"
          "</time></attributes>"),
      "9/8");
  EXPECT_EQ(meter_of("<attributes><time><senza-misura/></time></attributes>"), "4/4");
}

TEST(MusicXml, TempiAreReadFromSoundAndMetronomeAndHoldWhereARepeatLands) {
  const auto metronome = [](const std::string& unit, const std::string& text) {
    return "<direction><direction-type><metronome><beat-unit>" + unit + "<per-minute>" + text +
           "</per-minute></metronome></direction-type></direction>";
  };
  const Result<Chart> chart =
      read(score({repeat("forward") + note("F4", 16),
                  metronome("quarter</beat-unit><beat-unit-dot/>", "c. 60") + note("F4", 8) +
                      sound("tempo='72.5'") + note("F4", 8) + repeat("backward")},
                 ""));
  ASSERT_TRUE(chart);
  constexpr Ticks q = kTicksPerQuarter;
  EXPECT_EQ(chart->tempi, (std::vector<TempoChange>{{0, 90}, {6 * q, 72.5}, {8 * q, 90}, {14 * q, 72.5}}));
}

TEST(MusicXml, SwingIsTheRatioOfEighths) {
  const auto swing = [](const std::string& inside) {
    return read(score({"<sound><swing>" + inside + "</swing></sound>" + note("F4", 16)}))->swing;
  };
  EXPECT_EQ(swing("<first>2</first><second>1</second><swing-type>eighth</swing-type>"), 2);
  EXPECT_EQ(swing("<first>60</first><second>40</second>"), 1.5);
  EXPECT_EQ(swing("<first>2</first><second>1</second><swing-type>16th</swing-type>"), 1);
  EXPECT_EQ(swing("<straight/>"), 1);
}

// --- order ------------------------------------------------------------------------------------------

TEST(MusicXml, RepeatsArePlayedOut) {
  EXPECT_EQ(order({"", repeat("backward"), ""}), "12123");
  EXPECT_EQ(order({"", repeat("forward") + "|" + repeat("backward", " times='3'"), ""}), "12223");
  EXPECT_EQ(order({"", repeat("backward"), repeat("backward"), ""}), "1212334");
}

TEST(MusicXml, EndingsBelongToTheirPasses) {
  // |: 1 |1. 2 :|2. 3 | 4
  EXPECT_EQ(
      order({repeat("forward") + "|", ending("1", "start") + "|" + repeat("backward") + ending("1", "stop"),
             ending("2", "start") + "|" + ending("2", "discontinue"), ""}),
      "12134");
  // |: 1 |1.2. 2 :|3. 3 :|  4 :|
  EXPECT_EQ(order({repeat("forward") + "|",
                   ending("1, 2", "start") + "|" + repeat("backward") + ending("1,2", "stop"),
                   ending("3", "start") + "|" + ending("3", "stop"), repeat("backward")}),
            "12121344");
}

TEST(MusicXml, DaCapoAlFineAndDalSegnoAlCoda) {
  EXPECT_EQ(order({"", sound("fine='yes'"), sound("dacapo='yes'")}), "12312");
  EXPECT_EQ(order({"", sound("segno='a'") + "|", sound("tocoda='b'"), sound("dalsegno='a'"),
                   sound("coda='b'") + "|"}),
            "1234235");
  // After the jump repeats are not taken, and of the endings the last.
  EXPECT_EQ(
      order({repeat("forward") + "|", ending("1", "start") + "|" + repeat("backward") + ending("1", "stop"),
             ending("2", "start") + "|" + ending("2", "stop"), sound("dacapo='yes'")}),
      "12134134");
  // In words alone.
  const auto words = [](const std::string& text) {
    return "<direction><direction-type><words>" + text + "</words></direction-type></direction>";
  };
  EXPECT_EQ(order({"", words("Fine"), words("D.C. al Fine")}), "12312");
}

// --- what is not music ------------------------------------------------------------------------------

TEST(MusicXml, NoEntityIsExpanded) {
  const Result<Chart> chart =
      read("<!DOCTYPE x [<!ENTITY a \"bomb\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]>" +
           score({note("F4", 16)}, "<work><work-title>&a;&f;</work-title></work>"));
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->title, "&a;&f;");
}

TEST(MusicXml, NestingHoweverDeepIsHarmless) {
  std::string deep;
  for (int i = 0; i < 1'000'000; ++i) deep += "<a>";
  EXPECT_FALSE(read(deep));
  for (int i = 0; i < 1'000'000; ++i) deep += "</a>";
  EXPECT_EQ(strokes({note("F4", 16, deep)}), "1:1 kick\n");
}

TEST(MusicXml, LimitsHold) {
  const Result<Chart> repeated = read(score({note("F4", 16) + repeat("backward", " times='100000'"), ""}));
  ASSERT_FALSE(repeated);
  EXPECT_EQ(repeated.error().code, ErrorCode::too_large);
  EXPECT_EQ(read(std::string((64 << 20) + 1, ' ')).error().code, ErrorCode::too_large);
  EXPECT_EQ(read(std::string(9'000'000, '<')).error().code, ErrorCode::too_large);
}

// Few bytes that ask for much: a bar copied by repeat signs, parts without end, a chord of graces.
TEST(MusicXml, NoFewBytesAskForMuch) {
  std::string bar, bars, parts, graces, chords;
  for (int i = 0; i < 1000; ++i) bar += chord(note("C5", 1));
  const std::string repeats =
      "<attributes><measure-style><measure-repeat "
      "type='start'>1</measure-repeat></measure-style></attributes>";
  for (int i = 0; i < 90'000; ++i) bars += "<measure/>";
  const Result<Chart> copied =
      read("<score-partwise><part><measure>" + note("F4", 4) + bar + "</measure><measure>" + repeats +
           "</measure>" + bars + "</part></score-partwise>");
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().line(), "measure 1000: over 1,000,000 notes. Cut the score.");

  for (int i = 0; i < 90'000; ++i) parts += "<part id='" + std::to_string(i) + "'/>";
  EXPECT_TRUE(read("<score-partwise><part><measure>" + note("F4", 4) + "</measure>" + bars + "</part>" +
                   parts + "</score-partwise>"));

  for (int i = 0; i < 90'000; ++i) graces += grace("A4"), chords += chord(note("C5", 1));
  EXPECT_EQ(strokes({graces + note("C5", 1) + chords}), "1:1 snare drag\n");
}

}  // namespace
}  // namespace firstchair::charts
