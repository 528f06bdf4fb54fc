// Passwords that everybody tries first: some hundred that are always known, and the long list that this was built with.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

#include <portico/auth/password_rules.hpp>
#include <portico/base/text.hpp>

#include "packed_common_passwords.hpp"

namespace portico::auth {

namespace {

// Sorted, for a binary search.
constexpr std::array<std::string_view, 595> common{
    "000000", "0000000", "00000000", "0123456789", "098765", "0987654321", "101010", "111111", "1111111",
    "11111111", "111222", "112233", "11223344", "121212", "12121212", "123123", "123123123", "123321",
    "1234", "12341234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "123456a",
    "12345a", "1234qwer", "123654", "123abc", "123qwe", "123qweasd", "131313", "141414", "147258",
    "147258369", "147852", "151515", "159357", "159753", "1980", "19841984", "1990", "199999", "1q2w3e",
    "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "1qazxsw2", "2000", "20002000", "2010", "2020", "202020",
    "20202020", "212121", "222222", "22222222", "232323", "246810", "258456", "333333", "4321", "444444",
    "456123", "456789", "54321", "555555", "5555555", "55555555", "654321", "666666", "66666666", "696969",
    "741852963", "7654321", "777777", "7777777", "77777777", "789456", "789456123", "8675309", "87654321",
    "888888", "88888888", "951753", "963852", "963852741", "987654321", "9876543210", "999999", "99999999",
    "a123456", "a12345678", "a123456789", "a1b2c3", "a1b2c3d4", "aa123456", "aaa111", "aaa123", "aaaaaa",
    "aaaaaaaa", "abc123", "abc1234", "abc12345", "abcabc", "abcd123", "abcd1234", "abcdef", "abcdefg",
    "abcdefgh", "abigail", "access", "access14", "admin", "admin1", "admin12", "admin123", "administrator",
    "alexander", "alexandra", "amanda", "america", "andrea", "andrew", "angel", "angel1", "angels",
    "anthony", "apple", "april", "arsenal", "asdasd", "asdasdasd", "asdf", "asdf1234", "asdfg", "asdfgh",
    "asdfghj", "asdfghjk", "asdfghjkl", "ashley", "asshole", "august", "autumn", "azerty", "azertyuiop",
    "baby", "baby123", "babygirl", "babygirl1", "badboy", "bailey", "banana", "bandit", "barcelona", "bart",
    "baseball", "baseball1", "basketball", "batman", "batman1", "bear", "beatles", "benjamin", "berlin",
    "bigboy", "bigdaddy", "bigdog", "bitch", "biteme", "blessed", "bonjour", "boomer", "boston", "brandon",
    "bubba", "buddy", "bulldog", "buster", "butterfly", "camaro", "canada", "changeme", "charlie",
    "charlie1", "cheese", "chelsea", "chicago", "chloe", "chocolate", "chris", "christian", "christopher",
    "computer", "contraseña", "cookie", "cookies", "correcthorse", "correcthorsebatterystaple", "corvette",
    "cowboy", "cowboys", "cutie", "dallas", "daniel", "daniel1", "darling", "database", "december",
    "default", "demo", "demo123", "dennis", "diamond", "dodgers", "dolphin", "donald", "doudou", "dragon",
    "dragon1", "dragon123", "drowssap", "drummer", "eagle", "eagles", "edward", "elvis", "emily", "eminem",
    "emma", "england", "eric", "everyone", "facebook", "falcon", "family", "february", "ferrari", "ficken",
    "fire", "flower", "flowers", "football", "football1", "forever", "france", "freedom", "friday",
    "friend", "friends", "fuckyou", "fuckyou1", "gandalf", "garfield", "gary", "george", "germany",
    "giants", "ginger", "gold", "golden", "golf", "golfer", "goodbye", "google", "grace", "greg", "guest",
    "guest123", "guitar", "hallo", "hallo123", "hannah", "happy", "happy1", "harley", "heaven", "hello",
    "hello1", "hello123", "helloworld", "henry", "hockey", "hola", "homer", "honey", "honey1", "hunter",
    "hunter2", "ice", "iloveu", "iloveyou", "iloveyou1", "iloveyou123", "iloveyou2", "internet", "iphone",
    "ironman", "isabella", "jack", "james", "january", "jasmine", "jason", "jeffrey", "jennifer", "jessica",
    "jesus", "jesus1", "john", "john123", "johnny", "jonathan", "jordan", "jordan23", "joseph", "joshua",
    "justin", "juventus", "kevin", "killer", "killer1", "king", "kingkong", "lakers", "larry", "lauren",
    "letmein", "letmein1", "letmein123", "letmeinnow", "lightning", "linkedin", "lion", "liverpool",
    "lkjhgfdsa", "login", "london", "loulou", "love123", "lovely", "loveme", "loveyou", "lucky", "lucky7",
    "lucy", "madison", "maggie", "magic", "march", "mark", "martin", "master", "master1", "matrix",
    "matthew", "maverick", "max", "maxwell", "mercedes", "merlin", "metallica", "mexico", "michael",
    "michael1", "michelle", "microsoft", "minecraft", "mnbvcxz", "molly", "monday", "money", "money1",
    "monkey", "monkey1", "monkey123", "motdepasse", "muffin", "music", "mustang", "mypassword", "mystery",
    "network", "newpassword", "newyork", "nicholas", "nicole", "nintendo", "nirvana", "nobody", "nokia",
    "nopassword", "nothing", "november", "october", "oldpassword", "oliver", "olivia", "opensesame",
    "orange", "oscar", "p@ssw0rd", "p@ssword", "pa55w0rd", "pa55word", "packers", "panther", "paris",
    "pass", "pass1", "pass123", "pass1234", "passpass", "passport", "passw0rd", "passwd", "password",
    "password!", "password01", "password1", "password1!", "password11", "password12", "password123",
    "password2", "password3", "password99", "passwort", "passwort1", "patrick", "paul", "peaches", "peanut",
    "pepper", "peter", "philip", "phoenix", "playstation", "poiuyt", "poiuytrewq", "pokemon", "pokemon1",
    "porsche", "princess", "princess1", "princess123", "private", "public", "purple", "pussy", "q1w2e3",
    "q1w2e3r4", "q1w2e3r4t5", "qazwsx", "qazwsxedc", "queen", "qweasd", "qweasdzxc", "qweqwe", "qwer1234",
    "qwerty", "qwerty1", "qwerty12", "qwerty123", "qwerty1234", "qwerty12345", "qwertyui", "qwertyuiop",
    "raiders", "ranger", "rangers", "realmadrid", "redsox", "richard", "robert", "rockstar", "rocky",
    "rockyou", "ronald", "root", "ryan", "samantha", "samsung", "schatz", "scooby", "scooter", "scott",
    "sean", "secret", "secret1", "secret123", "secure", "security", "september", "server", "sesame", "sex",
    "sexy", "shadow", "shadow1", "shadow123", "silver", "simpson", "simpsons", "slipknot", "smile",
    "snoopy", "soccer", "soccer1", "soleil", "somebody", "sommer", "sony", "sophie", "southpark",
    "spiderman", "spring", "star", "stars", "startrek", "starwars", "starwars1", "steelers", "stephen",
    "steven", "storm", "summer", "summer1", "sunshine", "sunshine1", "superman", "sweetheart", "sweetie",
    "system", "taylor", "temp", "temp123", "tennis", "test", "test1", "test12", "test123", "test1234",
    "tester", "testing", "testtest", "texas", "thomas", "thunder", "tiger", "tigers", "tigger", "timothy",
    "toor", "trustme", "trustno1", "twitter", "user", "user1", "user123", "vanessa", "victor", "victoria",
    "vincent", "walter", "welcome", "welcome1", "welcome123", "whatever", "william", "windows", "winter",
    "wizard", "wolf", "xxxxxx", "xxxxxxxx", "yamaha", "yankees", "yellow", "yourpassword", "youtube",
    "zachary", "zaq12wsx", "zaq1zaq1", "zoe", "zxcv", "zxcv1234", "zxcvb", "zxcvbn", "zxcvbnm", "zxczxc",
    "zzzzzz", "zzzzzzzz",
};

/// What a gzip file holds; empty when it is none. Its last four bytes say how much that is.
std::string unpacked(std::string_view gzip) {
    if (gzip.size() < 18) return {};
    std::size_t size = 0;
    for (std::size_t i = 1; i <= 4; ++i) size = size << 8 | static_cast<unsigned char>(gzip[gzip.size() - i]);
    std::string out(size, '\0');
    z_stream stream{};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
    stream.avail_in = static_cast<uInt>(gzip.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(size);
    constexpr int gzip_only = 16;
    if (inflateInit2(&stream, MAX_WBITS + gzip_only) != Z_OK) return {};
    bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    inflateEnd(&stream);
    return whole ? out : std::string();
}

/// The long list, unpacked when somebody first chooses a password.
class LongList {
public:
    LongList() : text_(unpacked(packed_common_passwords())) {
        std::string_view rest = text_;
        while (!rest.empty()) {
            std::size_t end = std::min(rest.find('\n'), rest.size());
            lines_.push_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        std::ranges::sort(lines_);
    }
    bool has(std::string_view password) const { return std::ranges::binary_search(lines_, password); }

private:
    std::string text_;
    std::vector<std::string_view> lines_;
};

}  // namespace

bool is_common_password(std::string_view password) {
    std::string lower(text::trim(password));
    lower = text::lower(lower);
    if (lower.empty()) return false;
    if (std::ranges::binary_search(common, std::string_view(lower))) return true;
    static const LongList more;
    return more.has(lower);
}

}  // namespace portico::auth
