// the struct's members don't take these values in this order
#include "../blog_models.hpp"
struct Line {
    int number = 0;
};
auto lines = blog::Post::objects.values<Line>(&blog::Post::title);
