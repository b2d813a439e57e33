#include "bench/hearing/logistic.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace firstchair {
namespace {

constexpr double kRidge = 1e-4;
constexpr int kRounds = 500;

struct Design {
  Eigen::MatrixXd x;
  Eigen::VectorXd scale, weight;
};

Design design_of(const std::vector<Row>& rows) {
  const Eigen::Index n = static_cast<Eigen::Index>(rows.size()),
                     d = static_cast<Eigen::Index>(rows.front().clues.size());
  Design design{.x = Eigen::MatrixXd(n, d), .scale = Eigen::VectorXd(d), .weight = Eigen::VectorXd(n)};
  for (Eigen::Index i = 0; i < n; ++i) {
    design.weight(i) = rows[static_cast<std::size_t>(i)].weight;
    for (Eigen::Index j = 0; j < d; ++j)
      design.x(i, j) = rows[static_cast<std::size_t>(i)].clues[static_cast<std::size_t>(j)];
  }
  for (Eigen::Index j = 0; j < d; ++j) {
    design.scale(j) = std::sqrt(design.x.col(j).squaredNorm() / static_cast<double>(n)) + 1e-9;
    design.x.col(j) /= design.scale(j);
  }
  return design;
}

}  // namespace

std::vector<std::vector<double>> fit_logistic(const std::vector<Row>& rows, std::size_t classes) {
  const Design design = design_of(rows);
  const Eigen::Index n = design.x.rows(), d = design.x.cols(), k = static_cast<Eigen::Index>(classes);
  Eigen::MatrixXd label = Eigen::MatrixXd::Zero(n, k);
  for (Eigen::Index i = 0; i < n; ++i) label(i, rows[static_cast<std::size_t>(i)].label) = 1;
  Eigen::MatrixXd w = Eigen::MatrixXd::Zero(d, k), before = w;
  const double total = design.weight.sum();
  // The largest curvature of softmax is half the largest eigenvalue of the clues' covariance.
  const Eigen::MatrixXd covariance = design.x.transpose() * design.weight.asDiagonal() * design.x / total;
  const double top = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(covariance).eigenvalues().maxCoeff();
  const double step = 1 / (0.5 * top + kRidge);
  for (int round = 0; round < kRounds; ++round) {
    const double momentum = static_cast<double>(round) / (round + 3);
    const Eigen::MatrixXd ahead = w + momentum * (w - before);
    Eigen::MatrixXd p = design.x * ahead;
    p.colwise() -= p.rowwise().maxCoeff().eval();
    p = p.array().exp();
    p.array().colwise() /= p.rowwise().sum().eval().array();
    const Eigen::MatrixXd slope =
        design.x.transpose() * design.weight.asDiagonal() * (label - p) / total - kRidge * ahead;
    before = w;
    w = ahead + step * slope;
  }
  std::vector<std::vector<double>> table(classes, std::vector<double>(static_cast<std::size_t>(d)));
  for (Eigen::Index c = 0; c < k; ++c) {
    for (Eigen::Index j = 0; j < d; ++j) {
      table[static_cast<std::size_t>(c)][static_cast<std::size_t>(j)] = w(j, c) / design.scale(j);
    }
  }
  return table;
}

std::vector<double> fit_least_squares(const std::vector<Row>& rows) {
  const Design design = design_of(rows);
  const Eigen::Index n = design.x.rows(), d = design.x.cols();
  Eigen::VectorXd y(n);
  for (Eigen::Index i = 0; i < n; ++i) y(i) = rows[static_cast<std::size_t>(i)].target;
  const Eigen::MatrixXd gram =
      design.x.transpose() * design.x + kRidge * static_cast<double>(n) * Eigen::MatrixXd::Identity(d, d);
  const Eigen::VectorXd w = gram.ldlt().solve(design.x.transpose() * y);
  std::vector<double> out(static_cast<std::size_t>(d));
  for (Eigen::Index j = 0; j < d; ++j) out[static_cast<std::size_t>(j)] = w(j) / design.scale(j);
  return out;
}

double share_right(const std::vector<Row>& rows, const std::vector<std::vector<double>>& table) {
  double right = 0, total = 0;
  for (const Row& row : rows) {
    std::size_t best = 0;
    double most = -1e300;
    for (std::size_t c = 0; c < table.size(); ++c) {
      double score = 0;
      for (std::size_t j = 0; j < row.clues.size(); ++j) score += table[c][j] * row.clues[j];
      if (score > most) {
        most = score;
        best = c;
      }
    }
    total += row.weight;
    right += static_cast<int>(best) == row.label ? row.weight : 0;
  }
  return right / total;
}

}  // namespace firstchair
