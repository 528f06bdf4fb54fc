// the values of this function have types that don't compare
#include "../blog_models.hpp"
#include <portico/orm/functions.hpp>
auto most = greatest(F(&blog::Post::views), "ten");
