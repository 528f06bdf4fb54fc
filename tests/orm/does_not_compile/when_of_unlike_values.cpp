// this field does not compare with a value of that type
#include "../blog_models.hpp"
#include <portico/orm/conditional.hpp>
auto size = when(F(&blog::Post::views) > 1, "big").otherwise(0);
