// This file is empty: CMake precompiles the headers that many rooms include in its target.
