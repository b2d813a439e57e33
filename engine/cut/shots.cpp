#include "engine/cut/shots.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/draw.h"

namespace firstchair::cut {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr double kGoOn = 6;        // for a shot that is longer than the style has it
constexpr double kJump = .5;       // for a camera that is cut to itself
constexpr double kShort = 10;      // for one that is shorter, between two edges
constexpr double kBlack = 100;     // a second without a picture
constexpr double kOfLength = 1.2;  // of the squared logarithm
constexpr double kTie = 1e-7;      // less than any difference that means something
constexpr double kMostAnswers = 1e6;

std::uint64_t hash_of(const std::string& name) {
  std::uint64_t hash = 14695981039346656037ull;  // FNV-1a
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ull;
  return hash;
}

// The problem with what every step asks for again.
class Worth {
 public:
  explicit Worth(const ShotProblem& problem)
      : problem_(problem),
        least_(static_cast<std::int64_t>(std::ceil(problem.style.least_s * problem.rate - 1e-9))),
        most_(static_cast<std::int64_t>(std::floor(problem.style.most_s * problem.rate + 1e-9))) {
    for (const View& view : problem.views) hashes_.push_back(hash_of(view.name) ^ problem.seed);
    for (std::size_t i = 0; i < problem.places.size(); ++i) {
      log_goal_.push_back(std::log(problem.style.length_s) +
                          2.4 * std::numbers::ln2 * (.5 - problem.tension[i]));
      bool seen = false;
      for (const View& view : problem.views) seen = seen || view.until[i] > static_cast<int>(i);
      dark_.push_back(!seen);
    }
    log_.push_back(0);
    for (std::int64_t d = 1; d <= most_ + least_; ++d)
      log_.push_back(std::log(static_cast<double>(d) / problem.rate));
  }

  int last() const { return static_cast<int>(problem_.places.size()) - 1; }
  int views() const { return static_cast<int>(problem_.views.size()); }
  std::int64_t length(int i, int j) const { return place(j).frame - place(i).frame; }
  // Returns the last place up to which a shot from i on may go.
  int furthest(int i) const {
    int j = i + 1;
    while (j < last() && length(i, j) < least_) ++j;
    const std::int64_t limit = std::max(most_, length(i, j)) + least_;
    while (j < last() && length(i, j + 1) <= limit) ++j;
    return j;
  }

  // Returns what a piece is worth by itself, on whatever camera.
  double length_worth(int i, int j) const {
    const std::int64_t d = length(i, j);
    const bool is_short = d < least_;
    if (is_short && !(place(i).edge && place(j).edge)) return kNever;
    const double log_d = d < static_cast<std::int64_t>(log_.size())
                             ? log_[static_cast<std::size_t>(d)]
                             : std::log(static_cast<double>(d) / problem_.rate);
    const double off = log_d - (log_goal_[at(i)] + log_goal_[at(j)]) / 2;
    return -kOfLength * off * off - (is_short ? kShort : 0) - (d > most_ ? kGoOn : 0);
  }
  double view_worth(int c, int i, int j) const {
    const View& view = problem_.views[at(c)];
    if (view.until[at(i)] < j) return kNever;
    const double struck = problem_.struck[at(j)] - problem_.struck[at(i)];
    double shown = .35;
    if (!view.wide) shown = struck > 0 ? 1.2 * (view.shown[at(j)] - view.shown[at(i)]) / struck - .5 : 0;
    return shown + view.flat + view.welcome[at(i)] +
           view.price * static_cast<double>(length(i, j)) / problem_.rate +
           kTie * draw(hashes_[at(c)] ^ (static_cast<std::uint64_t>(place(i).frame) << 20), 0);
  }
  double black_worth(int i, int j) const {
    if (j != i + 1 || !dark_[at(i)]) return kNever;
    return -kBlack * static_cast<double>(length(i, j)) / problem_.rate;
  }
  // Returns what it is worth to go at a place from one camera to another, black being `views()`.
  double join_worth(int j, int from, int to) const {
    if (j == last()) return 0;
    if (from != to) return place(j).value;
    return problem_.style.jump_cuts && from != views() ? place(j).value - kJump : -kGoOn;
  }
  // An answer is an accent on another line, at most two seconds after one.
  double answer_worth(int i, int j) const {
    const Candidate &call = place(i), &answer = place(j);
    const bool is = call.struck && answer.struck && call.accent >= 1 && answer.accent >= 1 &&
                    call.line != answer.line && answer.at_s - call.at_s <= 2;
    return is ? problem_.style.answer : 0;
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  const Candidate& place(int i) const { return problem_.places[at(i)]; }

  const ShotProblem& problem_;
  std::int64_t least_, most_;
  std::vector<std::uint64_t> hashes_;
  std::vector<double> log_goal_, log_;
  std::vector<bool> dark_;
};

// The best way to a place: `before` is the camera of the piece before the last where answers count, else 0.
struct Way {
  double worth = kNever;
  int from = -1;  // place where its last piece begins
};

}  // namespace

double worth_of(const ShotProblem& problem, const std::vector<ShotPiece>& pieces) {
  const Worth worth(problem);
  const int black = worth.views();
  double sum = 0;
  int at = 0, before = -1, camera = -1;
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const ShotPiece& piece = pieces[k];
    if (piece.from != at || piece.to <= piece.from || piece.to > worth.furthest(piece.from)) return kNever;
    const int next = piece.view < 0 ? black : piece.view;
    if (k > 0) sum += worth.join_worth(piece.from, camera, next);
    if (k > 1 && next == before && next != camera && next != black && problem.style.answer > 0)
      sum += worth.answer_worth(pieces[k - 1].from, piece.from);
    sum += next == black
               ? worth.black_worth(piece.from, piece.to)
               : worth.length_worth(piece.from, piece.to) + worth.view_worth(next, piece.from, piece.to);
    before = camera;
    camera = next;
    at = piece.to;
  }
  return at == worth.last() ? sum : kNever;
}

std::vector<ShotPiece> choose_shots(const ShotProblem& problem) {
  const Worth worth(problem);
  const int last = worth.last(), black = worth.views(), cameras = black + 1;
  const bool answers =
      problem.style.answer > 0 && static_cast<double>(last) * cameras * cameras <= kMostAnswers;
  const int befores = answers ? cameras : 1;
  const auto index = [&](int place, int before, int camera) {
    return (static_cast<std::size_t>(place) * static_cast<std::size_t>(befores) +
            static_cast<std::size_t>(before)) *
               static_cast<std::size_t>(cameras) +
           static_cast<std::size_t>(camera);
  };
  const std::size_t states = index(last + 1, 0, 0);
  // done: all pieces up to a place are whole, the last on `camera`; answered: the same with what an answer at
  // this place gains. begun: a piece on `camera` begins here. `came` is the camera before `before`.
  std::vector<Way> done(states), answered(answers ? states : 0);
  std::vector<double> begun(states, kNever);
  std::vector<std::pair<int, bool>> came(states, {-1, false});
  for (int c = 0; c < cameras; ++c) begun[index(0, answers ? black : 0, c)] = 0;

  for (int i = 0; i < last; ++i) {
    if (i > 0) {
      for (int c = 0; c < cameras; ++c) {
        for (int next = 0; next < cameras; ++next) {
          const double join = worth.join_worth(i, c, next);
          const std::size_t to = index(i, answers ? c : 0, next);
          for (int before = 0; before < befores; ++before) {
            const std::size_t from = index(i, before, c);
            const bool answer = answers && before == next && next != c && next != black;
            const double sum = join + (answer ? answered[from].worth : done[from].worth);
            // Where answers do not count, `came` keeps the camera itself.
            if (sum > begun[to]) begun[to] = sum, came[to] = {answers ? before : c, answer};
          }
        }
      }
    }
    for (int j = i + 1, furthest = worth.furthest(i); j <= furthest; ++j) {
      const double length = worth.length_worth(i, j), gain = answers ? worth.answer_worth(i, j) : 0;
      for (int c = 0; c < cameras; ++c) {
        const double piece = c == black ? worth.black_worth(i, j) : length + worth.view_worth(c, i, j);
        if (piece == kNever) continue;
        for (int before = 0; before < befores; ++before) {
          const double sum = begun[index(i, before, c)] + piece;
          Way& way = done[index(j, before, c)];
          if (sum > way.worth) way = {sum, i};
          if (!answers) continue;
          Way& other = answered[index(j, before, c)];
          if (sum + gain > other.worth) other = {sum + gain, i};
        }
      }
    }
  }

  int camera = 0, before = 0;
  double best = kNever;
  for (int b = 0; b < befores; ++b)
    for (int c = 0; c < cameras; ++c)
      if (done[index(last, b, c)].worth > best) best = done[index(last, b, c)].worth, before = b, camera = c;
  std::vector<ShotPiece> pieces;
  bool answer = false;
  for (int place = last; place > 0;) {
    const std::size_t state = index(place, before, camera);
    const int from = (answer ? answered : done)[state].from;
    pieces.push_back({camera == black ? -1 : camera, from, place});
    const auto [earlier, was_answer] = came[index(from, before, camera)];
    if (answers)
      camera = before, before = earlier;
    else
      camera = earlier;
    answer = was_answer;
    place = from;
  }
  std::reverse(pieces.begin(), pieces.end());
  return pieces;
}

}  // namespace firstchair::cut
