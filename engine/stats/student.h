// Student's t distribution, for whoever needs more of it than a 95 % interval. The sums are written out, so
// that every machine gives the same digits as far as they are told (1e-10).
#pragma once

namespace firstchair::stats {

// Student is a t distribution about 0 with scale 1.
class Student {
 public:
  // Degrees of freedom need not be whole; they are taken from 1 up, and a million is as good as a normal.
  explicit Student(double df);
  // Returns the density at x.
  double density(double x) const;
  // Returns the probability of a value below x. Law: below(-x) == 1 - below(x).
  double below(double x) const;

 private:
  double df_, log_beta_;
};

}  // namespace firstchair::stats
