// Linked with a search path of somebody's own folder, so that whoever can write there runs code here.
#include "valid_plugin.hpp"

void faulty::break_it(Parts&) {}
