#include <math.h>

double my_sin(double x) { return sin(x); }
double my_cos(double x) { return cos(x); }
double my_tan(double x) { return tan(x); }
double my_exp(double x) { return exp(x); }
double my_log(double x) { return log(x); }
double my_pow(double x, double y) { return pow(x, y); }
double my_atan2(double y, double x) { return atan2(y, x); }
double my_cbrt(double x) { return cbrt(x); }
float my_expf(float x) { return expf(x); }
