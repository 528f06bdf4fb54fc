#include <portico/i18n/languages.hpp>

namespace portico::i18n {

std::span<const Language> languages() {
    static constexpr Language known[] = {
        {"af", "Afrikaans", "Afrikaans"},
        {"ar", "Arabic", "العربيّة", true},
        {"az", "Azerbaijani", "Azərbaycanca"},
        {"be", "Belarusian", "беларуская"},
        {"bg", "Bulgarian", "български"},
        {"bn", "Bengali", "বাংলা"},
        {"bs", "Bosnian", "bosanski"},
        {"ca", "Catalan", "català"},
        {"cs", "Czech", "česky"},
        {"cy", "Welsh", "Cymraeg"},
        {"da", "Danish", "dansk"},
        {"de", "German", "Deutsch"},
        {"el", "Greek", "Ελληνικά"},
        {"en", "English", "English"},
        {"en-au", "Australian English", "Australian English"},
        {"en-gb", "British English", "British English"},
        {"eo", "Esperanto", "Esperanto"},
        {"es", "Spanish", "español"},
        {"es-mx", "Mexican Spanish", "español de Mexico"},
        {"et", "Estonian", "eesti"},
        {"eu", "Basque", "Basque"},
        {"fa", "Persian", "فارسی", true},
        {"fi", "Finnish", "suomi"},
        {"fr", "French", "français"},
        {"ga", "Irish", "Gaeilge"},
        {"gl", "Galician", "galego"},
        {"he", "Hebrew", "עברית", true},
        {"hi", "Hindi", "हिंदी"},
        {"hr", "Croatian", "Hrvatski"},
        {"hu", "Hungarian", "Magyar"},
        {"hy", "Armenian", "հայերեն"},
        {"id", "Indonesian", "Bahasa Indonesia"},
        {"is", "Icelandic", "Íslenska"},
        {"it", "Italian", "italiano"},
        {"ja", "Japanese", "日本語"},
        {"ka", "Georgian", "ქართული"},
        {"kk", "Kazakh", "Қазақ"},
        {"ko", "Korean", "한국어"},
        {"lb", "Luxembourgish", "Lëtzebuergesch"},
        {"lt", "Lithuanian", "Lietuviškai"},
        {"lv", "Latvian", "latviešu"},
        {"mk", "Macedonian", "Македонски"},
        {"nb", "Norwegian Bokmål", "norsk (bokmål)"},
        {"nl", "Dutch", "Nederlands"},
        {"nn", "Norwegian Nynorsk", "norsk (nynorsk)"},
        {"pl", "Polish", "polski"},
        {"pt", "Portuguese", "Português"},
        {"pt-br", "Brazilian Portuguese", "Português Brasileiro"},
        {"ro", "Romanian", "Română"},
        {"ru", "Russian", "Русский"},
        {"sk", "Slovak", "slovenčina"},
        {"sl", "Slovenian", "Slovenščina"},
        {"sq", "Albanian", "shqip"},
        {"sr", "Serbian", "српски"},
        {"sv", "Swedish", "svenska"},
        {"ta", "Tamil", "தமிழ்"},
        {"th", "Thai", "ภาษาไทย"},
        {"tr", "Turkish", "Türkçe"},
        {"uk", "Ukrainian", "Українська"},
        {"ur", "Urdu", "اردو", true},
        {"vi", "Vietnamese", "Tiếng Việt"},
        {"zh-hans", "Simplified Chinese", "简体中文"},
        {"zh-hant", "Traditional Chinese", "繁體中文"},
    };
    return known;
}

const Language* find_language(std::string_view code) {
    for (const Language& language : languages()) {
        if (language.code == code) return &language;
    }
    auto hyphen = code.rfind('-');
    return hyphen == std::string_view::npos ? nullptr : find_language(code.substr(0, hyphen));
}

} // namespace portico::i18n
