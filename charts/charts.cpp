#include "charts/charts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "charts/abc/abc.h"
#include "charts/drumburp/drumburp.h"
#include "charts/games/game_midi.h"
#include "charts/groovescribe/groovescribe.h"
#include "charts/guitarpro/guitar_pro.h"
#include "charts/hydrogen/hydrogen.h"
#include "charts/midi/midi_chart.h"
#include "charts/musescore/musescore.h"
#include "charts/musicxml/musicxml.h"
#include "charts/musicxml/mxl.h"
#include "charts/refusals.h"
#include "charts/tab/tab.h"
#include "charts/utf16.h"
#include "engine/core/letters.h"
#include "midi/smf.h"

namespace firstchair::charts {
namespace {

struct Ending {
  std::string_view ending;
  ChartFormat format;
};
constexpr std::array<Ending, 21> kEndings{
    {{".tab", ChartFormat::tab},         {".txt", ChartFormat::tab},
     {".mid", ChartFormat::midi},        {".midi", ChartFormat::midi},
     {".rmi", ChartFormat::midi},        {".musicxml", ChartFormat::musicxml},
     {".xml", ChartFormat::musicxml},    {".mxl", ChartFormat::mxl},
     {".h2song", ChartFormat::hydrogen}, {".h2pattern", ChartFormat::hydrogen},
     {".brp", ChartFormat::drumburp},    {".chart", ChartFormat::game},
     {".gp3", ChartFormat::guitar_pro},  {".gp4", ChartFormat::guitar_pro},
     {".gp5", ChartFormat::guitar_pro},  {".gpx", ChartFormat::guitar_pro},
     {".gp", ChartFormat::guitar_pro},   {".mscz", ChartFormat::musescore},
     {".mscx", ChartFormat::musescore},  {".abc", ChartFormat::abc},
     {".url", ChartFormat::groovescribe}}};

bool ends_with(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  const std::string_view tail = name.substr(name.size() - ending.size());
  return std::equal(tail.begin(), tail.end(), ending.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

namespace {

constexpr std::size_t kHead = 4000;  // bytes in which a text says what it is

// What the first bytes leave no doubt of, whatever the file is called.
std::optional<ChartFormat> by_bytes(std::span<const std::uint8_t> bytes) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (midi::is_midi(bytes)) return ChartFormat::midi;
  if (is_guitar_pro(text)) return ChartFormat::guitar_pro;
  if (is_drumburp(text)) return ChartFormat::drumburp;
  if (text.starts_with("PK") && is_musescore(text)) return ChartFormat::musescore;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return std::nullopt;
  text.remove_prefix(first);
  const std::string_view head = text.substr(0, kHead);
  if (text.front() == '<' &&
      (head.find("<song>") != std::string_view::npos || head.find("<song ") != std::string_view::npos ||
       head.find("<drumkit_pattern") != std::string_view::npos))
    return ChartFormat::hydrogen;
  if (text.starts_with("[Song]")) return ChartFormat::game;
  if (is_musescore(head)) return ChartFormat::musescore;
  if (text.starts_with("<?xml") || text.starts_with("<score-") || text.starts_with("<!DOCTYPE score"))
    return ChartFormat::musicxml;
  if (is_groovescribe(text)) return ChartFormat::groovescribe;
  if (is_abc(head)) return ChartFormat::abc;
  return std::nullopt;
}

}  // namespace

Result<ChartFormat> chart_format(std::string_view name, std::span<const std::uint8_t> bytes) {
  if (const auto text = from_utf16(bytes)) return chart_format(name, bytes_of(*text));
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (const auto format = by_bytes(bytes)) return *format;
  if (const auto refused = refusal_of_text(text.substr(0, kHead))) return *refused;
  for (const Ending& row : kEndings) {
    if (ends_with(name, row.ending)) return row.format;
  }
  // A score's archive with the ending of any other.
  if (text.starts_with("PK\x03\x04") && ends_with(name, ".zip")) return ChartFormat::mxl;
  const Error refused = refusal(name, text);
  if (!refused.what.starts_with("not a kind")) return refused;
  if (text.starts_with("PK\x03\x04")) return ChartFormat::mxl;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '<') return ChartFormat::musicxml;
  if (text.find('|') != std::string_view::npos && text.find('\0') == std::string_view::npos)
    return ChartFormat::tab;
  return refused;
}

Result<ChartRead> read_whole_chart(ChartFormat format, std::span<const std::uint8_t> bytes,
                                   std::optional<MeterChange> meter) {
  // XML says its encoding itself, and its reader knows.
  const bool plain_text =
      format == ChartFormat::game || format == ChartFormat::abc || format == ChartFormat::groovescribe;
  if (plain_text) {
    if (const auto text = from_utf16(bytes)) return read_whole_chart(format, bytes_of(*text), meter);
  }
  const bool takes_meter =
      format == ChartFormat::tab || format == ChartFormat::midi || format == ChartFormat::game;
  if (meter && !takes_meter) {
    Result<ChartRead> read = read_whole_chart(format, bytes);
    if (read) read->remarks.push_back({{}, "its own meters are read, and not the one that was asked for"});
    return read;
  }
  switch (format) {
    case ChartFormat::tab:
      return read_whole_tab(bytes, meter);
    case ChartFormat::midi:
      return read_midi_chart_on(bytes, nullptr, meter);
    case ChartFormat::musicxml:
      return read_whole_musicxml(bytes);
    case ChartFormat::mxl:
      return read_whole_mxl(bytes);
    case ChartFormat::hydrogen:
      return read_hydrogen(bytes);
    case ChartFormat::drumburp:
      return read_drumburp(bytes);
    case ChartFormat::game: {
      const Result<GameChart> game =
          read_clone_hero({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      if (!game) return game.error();
      return read_game_chart(*game, meter);
    }
    case ChartFormat::guitar_pro:
      return read_guitar_pro(bytes);
    case ChartFormat::musescore:
      return read_musescore(bytes);
    case ChartFormat::abc:
      return read_abc({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    case ChartFormat::groovescribe:
      return read_groovescribe({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  return Error{ErrorCode::unsupported, {}, "not a kind of chart we know", {}};
}

bool is_written(ChartFormat format) {
  return format == ChartFormat::tab || format == ChartFormat::midi || format == ChartFormat::musicxml ||
         format == ChartFormat::mxl || format == ChartFormat::groovescribe;
}

Result<Chart> read_chart(ChartFormat format, std::span<const std::uint8_t> bytes) {
  Result<ChartRead> reading = read_whole_chart(format, bytes);
  if (!reading) return reading.error();
  return std::move(reading->chart);
}

std::vector<std::uint8_t> write_chart(ChartFormat format, const Chart& chart, Repeats repeats) {
  switch (format) {
    case ChartFormat::tab:
      return write_tab(chart, repeats);
    case ChartFormat::midi:
      return write_midi_chart(chart);
    case ChartFormat::musicxml:
      return write_musicxml(chart);
    case ChartFormat::mxl:
      return write_mxl(chart);
    case ChartFormat::groovescribe: {
      const auto link = write_groovescribe(chart);
      if (!link) return {};
      const std::string text = "[InternetShortcut]\r\nURL=" + link->url + "\r\n";
      return {text.begin(), text.end()};
    }
    case ChartFormat::hydrogen:
    case ChartFormat::drumburp:
    case ChartFormat::game:
    case ChartFormat::guitar_pro:
    case ChartFormat::musescore:
    case ChartFormat::abc:
      break;  // is_written says so
  }
  return {};
}

}  // namespace firstchair::charts
