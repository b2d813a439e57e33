// This file is empty: CMake precompiles the headers of test programs in its target.
