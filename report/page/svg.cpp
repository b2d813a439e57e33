#include "report/page/svg.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <utility>

#include "report/text/text.h"

namespace firstchair::report {

void coordinate(std::string& out, double value) {
  const double bounded = std::isfinite(value) ? std::fmax(-1e7, std::fmin(1e7, value)) : 0;
  const long tenths = std::lround(bounded * 10);
  if (tenths < 0) out += '-';
  const long size = std::labs(tenths);
  const fmt::format_int whole(size / 10);
  if (size >= 10 || size % 10 == 0) out.append(whole.data(), whole.size());
  if (size % 10 != 0) {
    out += '.';
    out += static_cast<char>('0' + size % 10);
  }
}

Pen& Pen::move(double x, double y) {
  data_ += 'M';
  coordinate(data_, x);
  data_ += ' ';
  coordinate(data_, y);
  return *this;
}

Pen& Pen::line(double x, double y) {
  data_ += 'L';
  coordinate(data_, x);
  data_ += ' ';
  coordinate(data_, y);
  return *this;
}

Pen& Pen::horizontal(double x) {
  data_ += 'H';
  coordinate(data_, x);
  return *this;
}

Pen& Pen::vertical(double y) {
  data_ += 'V';
  coordinate(data_, y);
  return *this;
}

Pen& Pen::box(double x, double y, double width, double height) {
  move(x, y);
  for (const auto& [command, length] :
       {std::pair('h', width), std::pair('v', height), std::pair('h', -width)}) {
    data_ += command;
    coordinate(data_, length);
  }
  data_ += 'z';
  return *this;
}

Pen& Pen::raw(std::string_view relative) {
  data_ += relative;
  return *this;
}

std::string Pen::path(std::string_view css_class) const {
  if (data_.empty()) return {};
  return fmt::format("<path class=\"{}\" d=\"{}\"/>", css_class, data_);
}

namespace {
std::string px(double value) {
  std::string out;
  coordinate(out, value);
  return out;
}
}  // namespace

std::string svg_text(double x, double y, std::string_view css_class, std::string_view text) {
  return fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", css_class, px(x), px(y),
                     escape_html(text));
}

std::string svg_line(double x1, double y1, double x2, double y2, std::string_view css_class) {
  return fmt::format("<path class=\"{}\" d=\"M{} {}L{} {}\"/>", css_class, px(x1), px(y1), px(x2), px(y2));
}

std::string svg_rect(double x, double y, double width, double height, std::string_view css_class) {
  return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", css_class, px(x),
                     px(y), px(width), px(height));
}

std::string svg_open(double width, double height, std::string_view label, std::string_view css_class) {
  return fmt::format("<svg class=\"{}\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {}\">", css_class,
                     escape_html(label), px(width), px(height));
}

std::string svg_part(double left, double width, double height, std::string_view css_class) {
  return fmt::format("<svg class=\"{}\" viewBox=\"{} 0 {} {}\">", css_class, px(left), px(width), px(height));
}

std::string svg_strip(std::string_view id, double height, double right, std::string_view label,
                      const std::string& inside) {
  constexpr double kWhole = 5;  // cut that much before a bar line, so that marks on it stay whole
  constexpr double kParts = 4, kPart = (kStripWidth - kStripLeft - kStripRight) / kParts;
  constexpr double kNames = kStripLeft - kWhole;
  std::string out = svg_open(kStripWidth, height, label, "wide strip") +
                    fmt::format("<g id=\"{}\">{}</g></svg>", id, inside);
  const std::string used = fmt::format("<use href=\"#{}\"/></svg>", id);
  out += fmt::format("<div class=\"parts\" role=\"img\" aria-label=\"{}\">", escape_html(label));
  for (double from = kNames; from + kWhole < right - 1; from += kPart)
    out += svg_part(0, kNames, height, "names") + used + svg_part(from, kPart, height, "part") + used;
  return out + "</div>";
}

std::string scrolled(std::string_view css_class, std::string_view name, const std::string& inside) {
  return fmt::format("<div class=\"{}\" tabindex=\"0\" role=\"group\" aria-label=\"{}, scrollable\">{}</div>",
                     css_class, name, inside);
}

std::string table_box(std::string_view name, const std::string& table) {
  return fmt::format("<div class=\"scroll fit\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div>",
                     name, table);
}

std::string_view mark_of(Line line) {
  switch (line) {
    case Line::kick:
      return "square";
    case Line::hat:
      return "cross";
    case Line::hat_foot:
      return "plus";
    case Line::tom:
      return "diamond";
    case Line::ride:
      return "up";
    case Line::crash:
      return "star";
    case Line::snare:
    case Line::pad:
      return "dot";
  }
  return "dot";
}

void draw_mark(Pen& pen, Line line, double x, double y) {
  pen.move(x, y);
  switch (line) {
    case Line::hat:
      pen.raw("m-3-3l6 6m0-6l-6 6");
      break;
    case Line::hat_foot:
      pen.raw("m-3 0h6m-3-3v6");
      break;
    case Line::crash:
      pen.raw("m-3 0h6m-4.5-2.6l3 5.2m0-5.2l-3 5.2");
      break;
    case Line::tom:
      pen.raw("m0-3.8l3.8 3.8-3.8 3.8-3.8-3.8z");
      break;
    case Line::ride:
      pen.raw("m0-3.6l3.6 6.4h-7.2z");
      break;
    case Line::kick:
    case Line::snare:
    case Line::pad:
      pen.raw("h0");
      break;  // the line cap is the mark
  }
}

int error_class(double ms) {
  return ms <= -20 ? 0 : ms <= -10 ? 1 : ms < 10 ? 2 : ms < 20 ? 3 : 4;
}

double nice_step(double span, int most) {
  if (!(span > 0) || most < 1) return 1;
  double step = std::pow(10, std::floor(std::log10(span / most)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    if (span / (step * factor) <= most) return step * factor;
  }
  return step * 10;
}

}  // namespace firstchair::report
