// The two regressions that the ear's tables come from.
#pragma once

#include <vector>

namespace firstchair {

struct Row {
  std::vector<double> clues;  // a constant clue stands for the intercept
  int label = 0;              // class, for fit_logistic
  double target = 0;          // for fit_least_squares
  double weight = 1;
};

// Softmax regression with a small ridge, full-batch Nesterov ascent; [class][clue].
std::vector<std::vector<double>> fit_logistic(const std::vector<Row>& rows, std::size_t classes);
// With a small ridge.
std::vector<double> fit_least_squares(const std::vector<Row>& rows);
double share_right(const std::vector<Row>& rows, const std::vector<std::vector<double>>& table);

}  // namespace firstchair
