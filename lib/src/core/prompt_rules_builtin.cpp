// The prompts that teamsctl knows, as data. A language is a row of a table; what a question looks
// like around its words (where it starts, how it ends) is said once.
//
// None of them fires on digits alone: it is the sentence that asks.
#include <array>
#include <string>
#include <vector>

#include "core/prompt_rule.hpp"

namespace teamsctl::core {
namespace {

using std::chrono_literals::operator""ms;
using Where = PromptRule::Where;

// Up to so many characters of one sentence on one line: no question mark, no colon or full stop
// with space behind it. Written with runs of a class, because a counted group is compiled as often
// as it may repeat.
std::string part(int most) {
  const std::string run = R"([^\n:：?？.!。！]{0,)" + std::to_string(most) + "}?";
  return run + R"((?:[.!:](?!\s))" + run + "){0,8}?";
}

// The same for a sentence that may go on over line ends.
std::string sentence(int most) {
  const std::string run = R"([^\n.!?]{0,)" + std::to_string(most) + "}?";
  return run + R"((?:(?:[.!?](?!\s)|\n(?!\h*\n)))" + run + "){0,4}?";
}

// What ends a question: perhaps a hint in brackets, then a mark, then perhaps a field to fill.
const std::string hint =
    R"((?:\h*(?:\([^()\n]{0,60}\)|（[^（）\n]{0,60}）|\[[^\[\]\n]{0,60}\]|<[^<>\n]{0,40}>))?)";
const std::string colon = hint + R"(\h*[:：﹕]\h*(?:\[[^\[\]\n]{0,40}\]\h*[:>]?\h*)?[_>]{0,12})";
const std::string mark =
    hint + R"(\h*[:：﹕?？>＞❯›]\h*(?:\[[^\[\]\n]{0,40}\]\h*[:>]?\h*)?[_>]{0,12})";

// Where a question starts (and the match with it): on a line of its own, after a sentence, or after
// the decoration of an interactive tool.
const std::string start =
    R"((?:^[^\p{L}\p{N}\n]{0,8}|[.!?。！？:：…]["')\]]?\h+|\h{2,}|\.{2,}|…|[>\])»*#?!✔❯•|%-]\h*|, |; )\K)";

// Words that turn what follows into a report about a code or a password, not a question for it.
const std::string not_report =
    R"((?!(?:\w+\h+)?(?:sent|sending|resend|resending|invalid|incorrect|wrong|bad|expired|missing|unknown|failed|no|got|received|generated|generating|verifying|checking|validating|forgot|forgotten|lost|missed)\b))";

/// A noun that is asked for by being named: "Verification code: ".
std::string named(const std::string& nouns, const std::string& end) {
  return start + not_report + R"((?:[\p{L}\p{N}'’@/()-]+\h+){0,5}?)" + "(?:" + nouns + ")" +
         R"((?!\h+(?:is|was|were|has|had|will|would|expired|failed|sent to the following|ist|war|wurde|lautet|est|es|è|é|jest|to|je|это)\b))" +
         part(100) + end;
}

/// A request with a verb before its object: "Enter the code ...: ".
std::string asked(const std::string& verbs, const std::string& object, const std::string& end) {
  return "(?:" + verbs + ")" + part(90) + "(?:" + object + ")" + part(110) + end;
}

/// A request with its verb at the end, as in Turkish, Japanese and Korean.
std::string object_first(const std::string& object, const std::string& verbs,
                         const std::string& end) {
  return "(?:" + object + ")" + part(60) + "(?:" + verbs + ")" + part(20) + end;
}

// ---- typed codes
// -------------------------------------------------------------------------------------------------

// "code" when nothing before it says that it is another one.
const std::string plain_code =
    R"((?<!zip |zip-|postal |post |country |area |error |exit |status |source |product |activation |project |location |language |currency |discount |promo |promotion |coupon |qr |bar |hr |site |cost |return |result |response |dial |dialing |region |subscription |license |licence |color |colour |access the |department |tax |sort |swift |voucher |invite |invitation |referral |reason |event |class |course |room |state |char |morse |http |machine )\b(?:pass)?codes?\b)";

const std::string english_code_names =
    R"((?:verification|security|one[- ]?time|1[- ]?time|single[- ]use|authenticat(?:or|ion)|authorization|auth|confirmation|login|log-in|sign[- ]?in|mfa|2fa|2sv|tfa|sms|text|two[- ](?:factor|step)|2[- ](?:factor|step)|multi[- ]?factor|totp|otp|temporary|access|google|okta|duo|rsa|securid|yubikey|token|app|mobile|phone|email|backup|recovery|six[- ]digit|6[- ]digit|\d[- ]digit)(?:[- ](?:app|authenticator|verification|security|authentication|sms|mfa|2fa|verify|mobile|one[- ]time|token))?\h+(?:pass[- ]?codes?|codes?|pins?|tokens?)(?!\h+(?:ring|signing|endpoint|url|file|cache))|one[- ]?time[- ]?(?:pass(?:word|code|phrase)?|pin)s?|\b(?:h|t)?otp\b(?:\h+(?:code|token|value))?|\btoken(?= for arn:)|\bcode\h+from\h+(?:the|your|an?)\b|\bpass[- ]?code(?:\h+or\h+(?:an?\h+)?option\w*)?|tokencode|(?:mfa|2fa|securid|otp)[- ]?(?:token|pin))";

std::string english_codes() {
  return named(english_code_names, mark) + "|" +
         asked(
             R"((?<!\bto |\bnot |users |\bthey |cannot |can't |didn't |don't |\bwho |\bwhen you |\bif you |\byou )\b(?:re-?)?(?:enter|type|input|provide|supply|submit|key in|insert|give|paste)(?:\h+in)?\b)",
             english_code_names + "|" + plain_code + R"(|\b(?:six|6|\d)[- ]digits?\b|\bdigits\b)",
             mark) +
         "|" +
         asked(R"((?:^\h*|[.!?…:]\h+)(?:what(?:'s| is| was)|which is))",
               english_code_names + R"(|\bthe code\b)", R"(\h*[?？:]\h*)") +
         // The bare word, alone on its line.
         R"(|(?:^\h*|[.!?…]\h+)(?:[>*?!#✔❯-]+\h*)?\K(?:(?:enter|type|your|the|input)\h+){0,3}(?:code|passcode|token)\b(?:\h*#?\d)?)" +
         mark +
         // The question came with the sentence before it: "Please enter the code we texted. >"
         R"(|\b(?:enter|type)\h+(?:the|your|a)\h+)" + english_code_names + part(80) +
         R"(\.\h*[>:])";
}

struct Language {
  const char* name;
  std::string code;
  std::string password;  // nouns
  std::string username;  // nouns
};

std::vector<Language> languages() {
  return {
      {"de",
       named(
           R"((?:bestätigungs|sicherheits|prüf|verifizierungs|verifikations|einmal|authentifizierungs|authentifikator|authenticator|anmelde|zugangs|zugriffs|sms|mfa|otp|2fa|tan)-?(?:codes?|kodes?|kennwort|passwort|pin|passcode)|\bm?tan\b|code aus (?:der|ihrer)|einmalcode)",
           mark) +
           "|" +
           asked(R"(\b(?:geben sie|gib|eingabe|bitte|code eingeben))",
                 R"((?<!post|länder|fehler|produkt|vorwahl)(?:code|kode)\b)", mark) +
           R"(|^\h*code\h+(?:eingeben|eintippen))" + mark,
       R"(kennwort|passwort)",
       R"(benutzernamen?|anmeldenamen?|benutzer|benutzerkennung|e-mail-adresse)"},
      {"fr",
       named(
           R"(code\h+(?:de\h+(?:vérification|sécurité|confirmation|validation|connexion)|d['’](?:authentification|accès|application)|à usage unique|unique|reçu|affiché|envoyé|sms|otp|mfa|2fa|temporaire|secret|à \d chiffres)|mot de passe (?:à usage )?unique)",
           mark) +
           "|" +
           asked(
               R"(\b(?:entre[rz]|saisi(?:ssez|r)|tape[rz]|indique[rz]|fourni(?:ssez|r)|veuillez))",
               R"(\bcode\b(?!\h+(?:postal|pays|erreur|d['’]erreur|produit)))", mark),
       R"(mot de passe)",
       R"(nom d['’]utilisateur|identifiant|adresse (?:e-?mail|de messagerie)|utilisateur)"},
      {"es",
       named(
           R"(código\h+(?:de\h+(?:verificación|seguridad|acceso|autenticación|confirmación|un solo uso|uso único|la aplicación)|sms|otp|mfa|2fa|temporal|recibido|enviado)|(?:contraseña|clave(?: de acceso)?) de (?:un solo uso|uso único))",
           mark) +
           "|" +
           asked(
               R"(\b(?:introdu(?:zca|ce|cir)|ingres[ae]r?|escrib[ae]|especifi(?:que|ca)|proporcion[ae]|tecle[ae]|digit[ae]))",
               R"(\bcódigo\b(?!\h+(?:postal|de (?:país|error|producto|área))))", mark),
       R"(contraseña|clave de acceso)", R"(nombre de usuario|usuario|correo electrónico)"},
      {"it",
       named(
           R"(codice\h+(?:di\h+(?:verifica|sicurezza|conferma|autenticazione|accesso)|monouso|otp|mfa|2fa|sms|temporaneo|ricevuto|inviato)|password (?:monouso|temporanea))",
           mark) +
           "|" +
           asked(R"(\b(?:immett\w*|inseri(?:sci|re|sca)|digita(?:re)?|specificare|fornire))",
                 R"(\bcodice\b(?!\h+(?:postale|fiscale|paese|prodotto|di errore|errore)))", mark),
       R"(password|parola d['’]ordine)", R"(nome utente|utente|indirizzo e-?mail)"},
      {"pt",
       named(
           R"(código\h+(?:de\h+(?:verificação|segurança|acesso|autenticação|confirmação|uso único|utilização única)|sms|otp|mfa|2fa|temporário|recebido|enviado)|senha (?:de uso único|descartável|temporária)|palavra-passe única)",
           mark) +
           "|" +
           asked(R"(\b(?:insira|inserir|digite|introduza|informe|forneça|escreva|indique))",
                 R"(\bcódigo\b(?!\h+(?:postal|do país|de erro|do produto|de área)))", mark),
       R"(senha|palavra-passe)",
       R"(nome d[eo] (?:usuário|utilizador)|usuário|utilizador|endereço de e-?mail)"},
      {"pl",
       named(
           R"(kod(?:u|em)?\h+(?:weryfikacyjn\w+|zabezpiecz\w+|uwierzytelni\w+|jednorazow\w+|dostępu|potwierdz\w+|bezpieczeństwa|autoryzacyjn\w+|sms|mfa|otp|2fa|z\h+\w+)|jednorazow\w+\h+(?:kod|hasło))",
           mark) +
           "|" +
           asked(R"(\b(?:wprowadź|wpisz|podaj|wprowadzić))",
                 R"(\bkod(?:u)?\b(?!\h+(?:pocztow\w+|kraju|błędu|produktu)))", mark),
       R"(hasło|hasła)", R"(nazw[aę] użytkownika|użytkownik|adres e-?mail)"},
      {"cs",
       named(
           R"((?:ověřovací|bezpečnostní|jednorázov\w+|přístupov\w+|potvrzovací|autentizační|autentifikační|kontrolní|přihlašovací)\h+(?:k[óo]d|heslo)|kód\h+(?:z\h+\w+|sms|mfa|otp|pro ověření))",
           mark) +
           "|" +
           asked(R"(\b(?:zadejte|zadej|napište|vložte|opište|uveďte))",
                 R"((?<!směrovací |chybový )\bkód\b(?!\h+(?:země|chyby|produktu)))", mark),
       R"(heslo)", R"(uživatelské jméno|uživatel|přihlašovací jméno)"},
      {"ru",
       named(
           R"(код\w*\h+(?:подтверждения|проверки|безопасности|доступа|аутентификации|авторизации|из\h+\w+|sms|смс|mfa|otp)|(?:проверочн|одноразов|секретн|защитн)\w+\h+(?:код|парол)\w*)",
           mark) +
           "|" +
           asked(R"(\b(?:введите|введи|укажите|ввести|впишите|наберите))",
                 R"(\bкод\b(?!\h+(?:страны|ошибки|города|товара)))", mark),
       R"(пароль)", R"(имя пользователя|логин|пользователь|электронная почта)"},
      {"tr",
       named(
           R"((?:doğrulama|güvenlik|onay|tek kullanımlık|erişim|sms|mfa|otp|2fa|oturum açma|giriş)\h+(?:kodu?n?u?|ş[iİ]fren?i?z?i?|parolan?ı?z?ı?)\b)",
           mark) +
           "|" +
           object_first(R"((?<!posta |ülke |hata |alan |ürün )\bkod\w*)",
                        R"(g[iİ]r[iİ]n(?:[iİ]z)?\b|\bgir\b|yazın|yazınız)", mark) +
           "|" +
           asked(R"(lütfen)", R"((?<!posta |ülke |hata |alan |ürün )\bkod\w*\h+g[iİ]r)", mark),
       R"(parola(?:nız)?|ş[iİ]fre(?:niz)?)",
       R"(kullanıcı adı(?:nız)?|kullanıcı|e-posta(?: adresi)?)"},
      {"nl",
       named(
           R"((?:verificatie|beveiligings|bevestigings|toegangs|authenticatie|inlog|sms|mfa|otp)-?(?:code|pin)|eenmalige?\h+(?:toegangs)?(?:code|wachtwoord|pincode))",
           mark) +
           "|" + asked(R"(\b(?:voer|geef|typ|vul))", R"((?<!land|post)\bcode\b)", mark),
       R"(wachtwoord)", R"(gebruikersnaam|gebruiker|e-mailadres)"},
  };
}

// Scripts without spaces, or with particles, need no start: the noun and the mark are enough.
const std::string cjk_codes =
    R"((?:(?:確認|認証|検証|セキュリティ|ワンタイム|アクセス|承認|本人確認)(?:用)?(?:の)?\h*(?:コード|パスコード|番号|パスワード)|パスコード|(?:인증|확인|보안|일회용|검증|OTP)\h*(?:코드|번호|암호|비밀번호|패스워드)|(?:验证|驗證|安全|确认|確認|校验|校驗|动态|動態|一次性|身份验证|短信|簡訊|登录|登入)\h*(?:代码|代碼|码|碼|密码|密碼|口令)|通行码|动态口令))" +
    part(60) + mark + "|" +
    object_first(
        R"((?<!エラー|国|郵便|製品|오류 |국가 |우편 |제품 )(?:コード|코드)|\d\h*(?:桁|자리)(?:の数字|\h*숫자))",
        R"(入力|ください|입력|하세요|하십시오|주세요)", mark) +
    "|" +
    R"((?:输入|輸入|键入|鍵入|填写|填寫|提供)(?:(?!错误|錯誤|国家|國家|产品|產品|邮政|郵遞)[^\n:：?？。！]){0,60}?(?:代码|代碼|验证码|驗證碼|动态码|\d\h*位(?:数字|數字)|(?<![密编編号號])(?:码|碼)))" +
    part(60) + mark + R"(|^\h*(?:コード|코드|代码|代碼)\h*[:：]\h*)";

// ---- passwords and names
// -----------------------------------------------------------------------------------------

// An object that may hold a colon when it is quoted: Password for 'https://bob@example.com':
const std::string whom =
    R"([^\n:：?？。！]{0,110}?(?:(?:'[^'\n]{0,160}'|"[^"\n]{0,160}")[^\n:：?？。！]{0,60}?)?)";

// A new password is nothing that a sign-in has an answer to.
const std::string not_new =
    R"((?!(?:[\p{L}'-]+\h+){0,5}(?:new|retype|re-enter|reenter|repeat|confirm|again|change|reset|forgot|old|neues|nouveau|nueva|nuova|nova|nowe|nové|новый|yeni|nieuw|wiederholen|bestätigen)\b))";

std::string passwords() {
  std::string nouns =
      R"(password|passphrase|pass[- ]phrase|passwd|\bpwd|pem pass phrase|\bpin\b(?! sent)(?: code)?|smart ?card pin)";
  for (const Language& language : languages()) nouns += "|" + language.password;
  return start + not_report + not_new + R"((?:[\p{L}\p{N}'’@\\/._()-]+\h+){0,6}?(?:)" + nouns +
         R"()(?!\h+(?:is|was|has|had|policy|expired|expires|expiry|reset|changed?|must|requirements?|last|length|never|not|hash)\b))" +
         whom + colon + R"(|^\h*(?:)" + nouns + R"()\h*[?？>]\h*)" +
         R"(|(?<!新しい)(?<!新)(?<!新的)(?<!새 )(?:パスワード|暗証番号|암호|비밀번호|密码|密碼|口令)(?!(?:を)?(?:忘れ|変更))[^\n:：?？。！]{0,40}[:：]\h*)";
}

std::string usernames() {
  std::string nouns =
      R"(user ?name|user-name|user ?id|user|login|logon|login as|login name|sign[- ]?in name|upn|user principal name|e-?mail|e-?mail address|e-?mail,? (?:phone,? )?or \w+|account|account name)";
  for (const Language& language : languages()) nouns += "|" + language.username;
  return R"((?:^\h*|[.!?]\h+)(?:[>*?!#✔❯-]+\h*)?\K(?:domain[\\/])?(?:(?:please|enter|type|input|provide|specify|the|your|an?|microsoft|azure|okta|work|school|geben sie|ihren?|ihr|bitte|gib|deinen|entrez|saisissez|veuillez|saisir|entrer|votre|le|l['’]|introduzca|introduce|ingrese|escriba|su|tu|el|inserisci|inserire|immettere|digitare|il|tuo|digite|insira|introduza|informe|o|seu|podaj|wprowadź|wpisz|swoją|zadejte|své|введите|ваше|ваш|свой|voer|uw|je|in|admin|administrator|sso|aws|adfs|saml|account)\h+){0,6}(?:)" +
         nouns +
         R"()(?:\h+(?:for|or|of|ein|eingeben|pour|para|per|do|dla|для|girin|giriniz|in)\b)" +
         part(80) + R"()?)" + hint + R"( ?[:：﹕]\h*(?:\[[^\[\]\n]{0,60}\]\h*:?\h*)?)" +
         R"(|(?:^\h*|[.!?。]\h*)(?:[>*?!#-]+\h*)?(?:kullanıcı adın?ı?z?ı? g[iİ]r[iİ]n(?:[iİ]z)?|e-posta adresinizi girin))" +
         mark +
         R"(|(?:^\h*(?:ユーザー|사용자|用户|使用者)|ユーザー ?名|ユーザー ?ID|ユーザ名|사용자 ?이름|사용자 ?ID|아이디|用户名|用戶名|使用者名稱|帐号|帳號|登录名|账号)(?!を忘れ)[^\n:：?？。！]{0,24}[:：]\h*)";
}

// ---- choices
// -----------------------------------------------------------------------------------------------------

const std::string yes =
    R"((?:yes|y|ja|j|oui|o|sí|si|sì|s|sim|tak|t|ano|a|да|д|evet|e|はい|예|네|是))";
const std::string no =
    R"((?:no|n|nein|non|não|nao|nie|ne|nee|нет|н|hayır|h|いいえ|아니요|아니오|否))";

const std::string confirms =
    // PowerShell's own: [Y] Yes  [A] Yes to All  [N] No ... (default is "Y"):
    std::string() + R"((?:^|\h)\[\S{1,2}\]\h+)" + yes + R"(\b[^\n]{0,200}?\[\S{1,2}\]\h+)" + no +
    R"((?![\p{L}])[^\n]{0,200}[:：]\h*)" +
    R"(|(?:^|\h)\[Y\]\h+(?:はい|예|是)[^\n]{0,200}?\[N\]\h+(?:いいえ|아니요|否)[^\n]{0,200}[:：]\h*)" +
    // [Y/n], (yes/no), y/n?
    R"(|[\p{L}\p{N}?？.!"')\]:：>]\h*[(\[（]\h*)" + yes + R"((?:es)?\h*[/|,]\h*)" + no +
    R"((?:\h*[/|]\h*[^\s()\[\]]{1,16}|/\[[\w ]{1,20}\])?\h*[)\]）]\h*(?:\(default[^()\n]{0,20}\)|\[[^\[\]\n]{0,10}\])?\h*[:：?？>]?\h*)" +
    R"(|[\p{L}?]\h+)" + yes + "/" + no + R"(\h*[:：?？>]\h*)" +
    R"(|(?:type|enter|press|answer)\h+['"]?(?:yes|y)['"]?\h+(?:or|to)\b[^\n:]{0,80}[:?>]\h*)";

const std::string choices =
    // PowerShell's own with other labels.
    std::string() +
    R"((?:^|\h)\[\S{1,2}\]\h+[^\s\[][^\n\[]{0,60}(?:\[\S{1,2}\]\h+[^\n\[]{1,60}){1,12}\([^()\n]{0,60}\)\h*[:：]\h*)" +
    R"(|(?:^|\h)\[\S{1,2}\]\h+[^\s\[][^\n\[]{0,60}(?:\[\S{1,2}\]\h+[^\n\[]{1,60}){0,12}\[\?\]\h+[^\n\[]{1,60}[:：]\h*)" +
    R"(|)" + start + R"((?:please\h+)?(?:select|choose|pick)\b)" + part(110) + mark +
    R"(|\b(?:enter|type|your|make\h+a|input|give)\h+(?:(?:your|a|an|the)\h+)?(?:choice|selection|option|number(?:\h+of\h+(?:the|your)\h+\w+)?)\b(?!\h+(?:code|shown)))" +
    part(60) + mark +
    R"(|(?:^\h*|[.!?:>]\h+)(?:choice|selection|option|which(?:\h+\w+){0,2}?\h+(?:one|option|method|factor|account|tenant|role|device)\b)" +
    part(60) + ")" + mark +
    R"(|\b(?:auswahl|ihre wahl|wählen sie|bitte wählen|votre choix|choisissez|sélectionnez|choix|elija|elige|seleccione|selecciona|selección|opción|scegli|scegliere|seleziona(?:re)?|scelta|escolha|selecione|opção|wybierz|wybór|vyberte|volba|zvolte|выберите|ваш выбор|выбор|seçin(?:iz)?|seçiminiz|kies|keuze|selecteer)\b)" +
    part(80) + mark + R"(|(?:選択|選んで|선택|选择|選擇|请选择|請選擇)[^\n:：?？。！]{0,40})" +
    mark +
    R"(|[^\n]{4,100}\h[(\[]\d{1,2}\h*(?:-|–|\.\.|~|/)\h*\d{1,2}(?:[/,]\h*\w+){0,3}[)\]]\h*[:：>?]\h*)";

// ---- anything else that looks like a question
// ---------------------------------------------------------------------

// Headings, reports and progress, which end in a colon too.
const std::string heading =
    R"((?:usage|examples?|options?|arguments|commands|parameters?|summary|results?|output|input object|notes?|warning|errors?|details?|total|status|progress|debug|verbose|info(?:rmation)?|hint|tip|see also|caution|important|attention|exception|cause|caused by|reason|traceback|stack ?trace|version|started|finished|elapsed|eta|time(?:stamp)?|date|duration|guid|order|invoice|ticket|id|request id|correlation id|trace id|code|message|description|output file|log file|following|remarks?|inner exception|caption|count|size|rows|objects|users|items|numbers|policies|assigned|unassigned|location|line|row|at|in|from|to|of|the|and|or|is|are|was|as follows|next|step|no|invalid|wrong|incorrect|bad|failed|achtung|hinweis|fehler|warnung|erreur|avertissement|remarque|attenzione|advertencia|nota|avviso|errore|aviso|erro|ostrzeżenie|błąd|uwaga|varování|upozornění|chyba|предупреждение|ошибка|внимание|примечание|uyarı|hata|not|警告|エラー|注意|경고|오류|참고|错误|錯誤|注释|提示|备注|結果|结果|결과|waarschuwing|fout))";

// A line that ends in one of these tells how something went.
const std::string report_end =
    R"((?:is|are|was|ist|lautet|est|es|è|é|jest|je|olan|это|received|sent|policy|expired?|accepted|rejected|succeeded|completed|done|ok|found|errors?|results?|summary|output|warnings?|following|(?:error|exit|status|return) code))";

const std::string unknown_question =
    // Nothing that a shell, a log, a table, a program's output or a machine writes.
    R"(^(?!\h*(?:PS\h|>>|\$|#|//|--|\||[{}\[<"']|@|at\h|in\h|\+\h|\d{1,4}[-/.:]\d))(?![^\n]*\d{4}-\d\d-\d\d[T ]\d\d:)(?![^\n]*\d\h?%)(?![^\n]*https?:\S*:?\h*$)(?!\h*\S+>\h*$))" +
    std::string(
        R"((?![^\n]*(?:[{}<|\\=;]|\bat\h+line:?\d|\bline\h*\d|://[^\s]*$))(?![^\n]*\h{2,}[:：])(?!\h*[\p{L}-]+ing\b[^\n?]*[:>])(?!\h*(?:\p{L}+\h+){0,2}#?[\d-]{2,}\h*[:：>])(?!\h*\w+-\w+\h*[:：>]))") +
    R"((?!\h*)" + heading + R"(\b[^\n?？]{0,60}[:：>])(?![^\n]*\b)" + report_end +
    R"(\h*[:：>])(?![^\n]*\b(?:exception|error|failed|failure|warning|denied|refused|exit code|invalid)\b[^\n?]*[:>]))" +
    R"((?=[^\n]*(?:\p{L}{2}|[\x{3040}-\x{9fff}]))[^\n]{2,240}(?<=[\p{L}\p{N})\]"'’）」 ])[:：﹕?？>＞]\h*(?:\[[^\[\]\n]{0,40}\]\h*:?\h*)?)";

// ---- sentences
// ---------------------------------------------------------------------------------------------------

const std::string device_url =
    R"((?<url>https?://(?=[!#-&*-;=?-Z_a-z~]*(?:(?<=//)device\.|/device(?:login|auth)?(?![a-z0-9_-])|activate(?![a-z])|remoteconnect|/link\b|user_code|/pair\b))(?>[!#-&*-;=?-Z_a-z~]*[/\w=])|\b(?:www\.)?(?:google\.com/device|github\.com/login/device)(?![\w/?])))";

const std::string code_word =
    R"((?:(?<!error |exit |status )\bcode\b|\bcódigo|\bcodice|\bkod(?:u|em|unu)?\b|\bkód|\bкод|コード|코드|代码|代碼|代號|驗證碼|验证码))";

// Elsewhere than at Microsoft a bare "code X" may be anything, so it has to be one that is entered.
const std::string entered_code =
    R"((?:\b(?:enter|use|using|type|copy|input|with|provide|paste|your|user|device|one[- ]time|authorization|pairing|activation|entrez|saisissez|geben sie|verwenden sie|voer)\b[^\n.!?]{0,40}?(?<!error |exit |status |promo |promotion |coupon |discount |gift |voucher |zip |postal |country |product |source |qr )\bcode\b|\bcódigo(?! de error| de erro)|\bcodice(?! di errore)|\bkod(?:u|em|unu)?\b(?! błędu)|\bkód(?! chyby)|\bкод(?! ошибки)|(?<!エラー|エラー )コード|(?<!오류 )코드|(?<!错误)代码|(?<!錯誤)代碼|代號|驗證碼|验证码))";

const std::string microsoft_url =
    R"((?<url>(?:https?://(?:[a-z0-9-]+\.){0,3}|\b(?:www\.)?)(?:microsoft(?:online)?\.(?:com|us|de|cn)|chinacloudapi\.cn|live\.com|aka\.ms)(?:/[\w.-]+){0,3}/(?:devicelogin|deviceauth|device|oauth20_remoteconnect\.srf|remoteconnect))(?![\p{Latin}\p{N}_])(?! (?:login|auth|code)\b))";

// Letters and digits, at least one letter, nothing glued to it; not the number of a refusal. No
// piece of one that was cut at the last column either: that one is found where the lines are joined
// without a space.
const std::string not_cut_before =
    R"((?<![\p{Latin}\p{Cyrillic}\p{N}_-])(?<!\b(?-i:[A-Z0-9]) )(?<!\b(?-i:[A-Z0-9]{2}) )(?<!\b(?-i:[A-Z0-9]{3}) ))";
const std::string not_cut_after =
    R"((?![\p{Latin}\p{Cyrillic}\p{N}_]| (?-i:[A-Z0-9]{1,8})(?![\p{L}\p{N}'’])))";
const std::string device_token =
    not_cut_before +
    R"((?<code>(?-i:(?!AADSTS|HTTP|MSAL)(?=[A-Z0-9-]*[A-Z])(?:[A-Z0-9]{3,5}-[A-Z0-9]{3,5}(?:-[A-Z0-9]{3,5})?|[A-Z0-9]{6,12}))(?!-[A-Z0-9])))" +
    not_cut_after;
const std::string microsoft_token =
    not_cut_before + R"((?<code>(?-i:(?!AADSTS)(?=[0-9]{0,8}[A-Z])[A-Z0-9]{9})))" + not_cut_after;

const std::string near = R"([^.!?]{0,60}?(?:[.!?](?!\s)[^.!?]{0,60}?)?)";
const std::string far = R"([\s\S]{0,220}?)";

std::string device_codes(const std::string& url, const std::string& word,
                         const std::string& token) {
  const std::string word_after =
      R"([\s"'」』]*(?:というコード|のコード|コード|kod(?:u|unu)\b|코드|代码|代碼))";
  return url + far + word + near + token + "|" +  // ... URL ... code X
         url + far + token + word_after + "|" +   // ... URL ... X kodunu
         word + near + token + far + url + "|" +  // code X ... URL
         token + word_after + far + url;
}

const std::string tap_number =
    R"((?<![\d.,:/+#-])(?<!\d )(?<number>[0-9０-９]{1,3})(?![\d%]|[.,:/-]\d| \d|[- ]?(?:digit|stellig|cifre|chiffres|dígitos|cyfr|цифр|hane|桁|位|자리)|\h*(?:seconds?|minutes?|sec|min|s|times|attempts|sekund|segundos|secondes|secondi|секунд|saniye|秒|초|分|分钟)\b))";

// The start of a word, for searches that have to be fast: one class instead of a property on either
// side.
const std::string word_start = R"((?<![a-zß-ÿ]))";

const std::string helper_device =
    word_start +
    R"((?:(?:microsoft)?authenticator|authentifikator|mobil|i?phone\b|smartphone|telefon|handy\b|téléphone|teléfono|celular|móvil|telemóvel|cellulare|appareil|dispositivo|aplikac|app\b(?!\.\w)|appli?ca[tz]|aplica[çct]|uygulama))" +
    R"(|телефон|приложени|アプリ|電話|携帯|スマートフォン|デバイス|앱|휴대폰|휴대전화|전화|应用|應用|手机|手機|装置|裝置|设备)";

const std::string number_matches =
    // Enter the number 57 in your Authenticator app; the number may stand alone below.
    "(?:" + word_start +
    R"((?:(?:enter|tap|select|choose|press|match|type|pick|confirm|verify)\b)" + sentence(60) +
    R"((?<!phone |telephone |extension |line |account |serial |order |case |model |room |reference )\b(?:number|digits)\b(?!s?\h+of\b)|(?:geben sie|wählen sie|tippen sie|bestätigen sie|gib)\b)" +
    sentence(60) +
    R"(\b(?:nummer|zahl)\b|(?:entrez|saisissez|sélectionnez|appuyez|tapez|choisissez)\b)" +
    sentence(60) +
    R"(\b(?:numéro|nombre|chiffre)\b|(?:introduzca|introduce|ingrese|seleccione|escriba|pulse|toque|elija)\b)" +
    sentence(60) +
    R"(\bnúmero\b|(?:immett\w+|inserisci|inserire|seleziona|tocca|digita|scegli)\b)" +
    sentence(60) + R"(\bnumero\b|(?:insira|digite|introduza|selecione|toque)\b)" + sentence(60) +
    R"(\bnúmero\b|(?:wprowadź|wpisz|wybierz|naciśnij|podaj)\b)" + sentence(60) +
    R"(\b(?:liczb\w+|numer|cyfr\w+)\b|(?:zadejte|vyberte|klepněte|zvolte)\b)" + sentence(60) +
    R"(\bčíslo\b|(?:voer|kies|tik|selecteer)\b)" + sentence(60) +
    R"(\b(?:nummer|getal)\b)|\b(?:введите|выберите|нажмите|укажите)\b)" + sentence(60) +
    R"(\b(?:число|номер|цифр\w+)\b|(?:输入|輸入|选择|選擇|点击|點選|點擊|点按)[^\n。\d]{0,30}?(?:数字|數字|号码|號碼))(?:[^\d.]{0,90}?|[^\d]{0,90}?\n\h*(?=\d{1,3}\h*(?:\n|\z))))" +
    tap_number + R"(\b)";

const std::string number_matches_late =
    // The verb follows: "57 sayısını girin", 「57」を入力, 57을(를) 입력; or the number is
    // announced: "number: 57".
    tap_number +
    R"([\s"'」』)）]*(?:sayısını|numarasını|rakamını)[^\n.]{0,60}(?:g[iİ]rin|seçin|dokunun|yazın)|(?:番号|数字)[^\n。\d]{0,20}?)" +
    tap_number + R"([\s"'」』)）]*(?:を|と)?[^\n。]{0,40}(?:入力|選択|タップ)|)" + tap_number +
    R"([\s"'」』)）]*(?:という)?(?:番号|数字)?を[^\n。]{0,30}(?:入力|選択|タップ)|(?:숫자|번호)[^\n.\d]{0,12}?)" +
    tap_number + R"([\s"')]*(?:을|를|을\(를\))?[^\n.]{0,40}(?:입력|선택|누르|탭)|)" + tap_number +
    R"([\s"')]*(?:을|를|을\(를\))\s*[^\n.]{0,30}(?:입력|선택|누르|탭)|\b(?:tap|select|press|choose|enter)\h+['"]?)" +
    tap_number +
    R"(['"]?(?=\h+(?:on|in)\h+your\b(?!\h+(?:\w+\h+)?key))|\bnumber\h+to\h+(?:tap|enter|match|select|choose)\b[^\n.\d]{0,50}?)" +
    tap_number +
    R"(|\b(?:mfa|matching|match|verification|sign[- ]?in|authentication|entra|approval|push|phone approval|number to (?:tap|enter|match)\w*|your|the)\h+(?:sign[- ]?in\h+|login\h+|matching\h+)?(?:number|digits|display number)\h*(?:(?:to\h+(?:tap|enter|match|select)[^\n:.\d]{0,40}|shown)?\h*(?:[:=]|is\b)\h*))" +
    tap_number;

const std::string your_device =
    R"((?:(?:your|the)\h+(?:(?:registered|microsoft|mobile|google|okta|duo|cell|smart|ms|entra|other|trusted|android|ios|apple|security)\h+){0,3}(?:phone|smartphone|mobile|device|app|authenticator|verify|watch|iphone)\b|(?:microsoft\h+|google\h+)?authenticator\b|okta verify|duo mobile|duo push))";

const std::string gap = sentence(80);

// Where a sentence starts, as a look behind: a search for the verb is much faster than one for what
// stands before it.
const std::string behind =
    R"((?<=^|[>\])»*#✔❯•⠋-⣿|-]|[>\])»*#?!✔❯•|%:.…⠋-⣿-]\h|\h\h|, |; |\bplease |\bnow |\bthen |\band )(?<!how to )(?<!users to ))";

const std::string approvals =
    // Asked for: Approve the sign-in request on your phone.
    behind + R"((?:approve|accept|confirm|respond\h+to|complete|acknowledge|verify)\b)" + gap +
    R"(\b(?:request|notification|push|prompt|sign[- ]?in|log[- ]?in|login|authentication|verification|mfa|identity)\b)" +
    gap + your_device + "|" + behind + R"((?:check|open|use|tap|look at)\h+)" + your_device + gap +
    R"(\b(?:to\h+)?(?:approve|accept|confirm|verify|respond|complete|for\h+an?\h+(?:\w+\h+){0,2}(?:notification|push|prompt|request))\b)" +
    // Told: We sent a notification to your mobile device. Please respond to continue.
    R"(|\b(?:(?:notification|push|request|prompt)\b[^\n.!?]{0,50}?\b(?<!not )(?<!never )(?:sent|pushed|sending|pushing)\b|(?<!not )(?<!never )(?:sent|pushed|sending|pushing)\b[^\n.!?]{0,60}?\b(?:notification|push|request|prompt)\b))" +
    gap +
    R"((?<=\bto |\bon )your\h+(?:\w+\h+){0,3}(?:phone|mobile|device|app|authenticator|smartphone|watch)\b(?!\h*(?:number|code|\w*\h*at\h+\+?\d)))" +
    R"((?=\s*(?:\([^()]*\))?\s*(?:[.!…,;:]|$|to\b|and\b|for\b)))" + R"(|)" + behind +
    R"((?:still\h+)?(?:waiting|awaiting|polling)\h+(?:for\h+)?(?:(?:the|your|user|a|mfa|push|duo|okta|phone|device|authenticator|mobile|sign-in|login|you\h+to)\h+){0,5}(?:approval|approve|confirmation on|response (?:from|on) your|push (?:response|confirmation|notification|approval))\b(?!\h+(?:of|workflow|by|from\h+(?:the|an?|my)\h+(?:manager|admin)\w*)))" +
    R"(|)" + behind +
    R"((?:sending|pushing|sent|initiating)\h+(?:an?\h+)?(?:okta verify|duo|mfa|microsoft authenticator|login|push)\h+(?:push|request|notification)(?:\h+(?:notification|request))?\s*(?:\.{2,3}|…|$|to your))";

const std::string approval_context =
    word_start +
    R"((?:(?:your|the)\h+(?:\w+\h+){0,3}(?:phone|smartphone|mobile|device|app|authenticator|verify|watch|iphone)\b|authenticator|okta verify|duo\b|approv(?:e|al)\b|push\b|confirmation on|response (?:on|from)))";

struct Words {
  const char* language;
  std::string text;
};

std::vector<Words> localised_approvals() {
  return {
      {"de",
       R"(\b(?:genehmigen sie|bestätigen sie|akzeptieren sie|bestätige|genehmige)\b)" + gap +
           R"(\b(?:anforderung|anfrage|anmeldung|benachrichtigung|anmeldeanforderung|anmeldeanfrage)\b)" +
           gap +
           R"(\b(?:ihrem|ihrer|deinem|deiner|authenticator|telefon|smartphone|mobilgerät|handy|app)\b|\b(?:benachrichtigung|anforderung|anfrage)\b)" +
           gap +
           R"(\b(?:ihr|ihrem?|dein)\h+(?:telefon|mobilgerät|smartphone|handy|mobiles gerät)\b)" +
           gap + R"(\b(?:gesendet|geschickt)\b)"},
      {"fr",
       R"(\b(?:approuvez|acceptez|confirmez|validez|veuillez (?:approuver|confirmer|valider|accepter))\b)" +
           gap + R"(\b(?:demande|connexion|notification|authentification)\b)" + gap +
           R"(\b(?:téléphone|appareil|mobile|application|authenticator|smartphone)\b|\bnotification\b)" +
           gap + R"(\benvoyée?\b)" + gap +
           R"(\bvotre\h+(?:téléphone|appareil|mobile|smartphone)|\benvoyé\b)" + gap +
           R"(\bnotification\b)" + gap + R"(\bvotre\h+(?:téléphone|appareil|mobile|smartphone)\b)"},
      {"es",
       R"(\b(?:apruebe|aprueba|acepte|acepta|confirme|confirma)\b)" + gap +
           R"(\b(?:solicitud|inicio de sesión|notificación|petición)\b)" + gap +
           R"(\b(?:teléfono|dispositivo|móvil|celular|aplicación|authenticator)\b|\bnotificación\b)" +
           gap + R"(\b(?:su|tu)\h+(?:teléfono|dispositivo|móvil|celular)\b)"},
      {"it",
       R"(\b(?:approva|approvare|approvi|accetta|accettare|conferma|confermare)\b)" + gap +
           R"(\b(?:richiesta|accesso|notifica)\b)" + gap +
           R"(\b(?:telefono|dispositivo|cellulare|smartphone|app|authenticator)\b|\b(?:inviata|inviato)\b)" +
           gap + R"(\bnotifica\b)" + gap +
           R"(\b(?:telefono|dispositivo|cellulare|smartphone)\b|\bnotifica\b)" + gap +
           R"(\b(?:inviata)\b)" + gap + R"(\b(?:telefono|dispositivo|cellulare|smartphone)\b)"},
      {"pt",
       R"(\b(?:aprove|aceite|confirme|aprovar)\b)" + gap +
           R"(\b(?:solicitação|pedido|entrada|login|notificação|início de sessão)\b)" + gap +
           R"(\b(?:telefone|dispositivo|celular|telemóvel|aplicativo|aplicação|authenticator)\b|\b(?:enviamos|enviada|enviámos)\b)" +
           gap + R"(\bnotificação\b)" + gap +
           R"(\b(?:seu|teu)\h+(?:telefone|dispositivo|celular|telemóvel)\b|\bnotificação\b)" + gap +
           R"(\benviada\b)" + gap + R"(\bseu\h+(?:telefone|dispositivo|celular|telemóvel)\b)"},
      {"pl",
       R"(\b(?:zatwierdź|zaakceptuj|potwierdź)\b)" + gap +
           R"(\b(?:żądanie|prośbę|logowanie|powiadomienie|logowania)\b)" + gap +
           R"(\b(?:telefonie|urządzeniu|aplikacji|smartfonie|authenticator)\b|\bpowiadomienie\b)" +
           gap + R"(\b(?:twój|twoje|swój|swoje)\h+(?:telefon|urządzenie|smartfon)\b)"},
      {"cs",
       R"(\b(?:schvalte|potvrďte|přijměte)\b)" + gap +
           R"(\b(?:žádost|požadavek|přihlášení|oznámení)\b)" + gap +
           R"(\b(?:telefonu|zařízení|aplikaci|mobilu|authenticator)\b|\boznámení\b)" + gap +
           R"(\b(?:váš|vaše|svůj)\h+(?:telefon|mobil\w*|zařízení)\b|\bna (?:váš|vaše) (?:telefon|zařízení|mobil)\b)" +
           gap + R"(\boznámení\b)"},
      {"ru",
       R"(\b(?:подтвердите|одобрите|примите)\b)" + gap + R"(\b(?:запрос|вход|уведомление)\b)" +
           gap +
           R"(\b(?:телефоне|устройстве|приложении|смартфоне|authenticator)\b|\bна (?:ваш|ваше) (?:телефон|устройство|мобильное устройство|смартфон)\b)" +
           gap + R"(\b(?:отправлен\w*|уведомлени\w*)\b|\b(?:отправили|отправлено)\b)" + gap +
           R"(\bуведомление\b)" + gap +
           R"(\b(?:ваш|ваше)\h+(?:\w+\h+)?(?:телефон|устройство|смартфон)\b)"},
      {"tr",
       R"(\b(?:telefon|cihaz|uygulama|authenticator)\w*)" + gap +
           R"(\b(?:isteğini|isteği|bildirimi|bildirimini|talebini|girişi|oturum açmayı)\b)" + gap +
           R"(\b(?:onaylayın|kabul edin|onaylayınız|yanıtlayın)\b|\b(?:telefonunuza|cihazınıza)\b)" +
           gap + R"(\bb[iİ]ldir[iİ]m\b)" + gap + R"(\bgönderd?i?l?d?i?k?\w*)"},
      {"nl", R"(\b(?:keur|bevestig|accepteer)\b)" + gap +
                 R"(\b(?:aanvraag|aanmeldingsaanvraag|melding|verzoek|aanmelding)\b)" + gap +
                 R"(\b(?:telefoon|apparaat|app|authenticator|mobiel)\b|\bmelding\b)" + gap +
                 R"(\bnaar\h+(?:uw|je)\h+(?:telefoon|mobiele apparaat|apparaat)\b)"},
      {"ja",
       R"((?:電話|携帯|スマートフォン|デバイス|アプリ|Authenticator)(?:(?![。\n])[\s\S]){0,50}?(?:要求|リクエスト|通知|サインイン)(?:(?![。\n])[\s\S]){0,30}?(?:承認して|許可して|確認して|応答して)|(?:デバイス|電話|スマートフォン)(?:に|へ)(?:(?![。\n])[\s\S]){0,20}?通知を送信し)"},
      {"ko",
       R"((?:휴대폰|휴대전화|전화|디바이스|장치|앱|Authenticator)(?:(?![.\n]\s)[\s\S]){0,60}?(?:요청|알림|로그인)(?:(?![.\n]\s)[\s\S]){0,30}?(?:승인하|수락하|확인하|응답하)(?:세요|십시오|여 주|시기)|(?:휴대폰|휴대전화|디바이스|장치)(?:으로|로|에)\s*(?:(?![.\n]\s)[\s\S]){0,20}?알림을\s*(?:보냈|전송))"},
      {"zh",
       R"((?:在|使用|打开|開啟|请在|請在|通过|透過)(?:(?![。\n])[\s\S]){0,30}?(?:手机|手機|设备|裝置|装置|应用|應用|Authenticator)(?:(?![。\n])[\s\S]){0,24}?(?:批准|核准|同意|确认|確認|允许)(?:(?![。\n])[\s\S]){0,16}?(?:请求|要求|登录|登入|通知)|(?:批准|核准)(?:(?![。\n])[\s\S]){0,20}?(?:登录|登入)(?:请求|要求)|(?:发送|傳送|推送)(?:(?![。\n])[\s\S]){0,10}?通知(?:(?![。\n])[\s\S]){0,12}?(?:手机|手機|设备|裝置|移动设备|行動裝置)|通知(?:发送|傳送|推送)[到至](?:您|你)的(?:手机|手機|设备|裝置|移动设备|行動裝置)|(?:向|已向|到)(?:您|你)的(?:(?![。\n])[\s\S]){0,10}?(?:手机|手機|设备|裝置|移动设备|行動裝置)(?:(?![。\n])[\s\S]){0,8}?(?:发送|傳送|推送)(?:(?![。\n])[\s\S]){0,8}?通知)"},
  };
}

std::vector<PromptRule> make_rules() {
  std::vector<PromptRule> rules;
  const auto add = [&](std::string name, ChallengeKind kind, std::string pattern, Where where,
                       std::chrono::milliseconds quiet = 150ms, std::string needs = {},
                       std::string context = {}) {
    rules.push_back({.name = std::move(name),
                     .kind = kind,
                     .pattern = std::move(pattern),
                     .quiet = quiet,
                     .where = where,
                     .context = std::move(context),
                     .needs = std::move(needs)});
  };
  add("device_code_microsoft", ChallengeKind::device_code,
      device_codes(microsoft_url, code_word, microsoft_token), Where::anywhere, 150ms, "/");
  add("device_code", ChallengeKind::device_code,
      device_codes(device_url, entered_code, device_token), Where::anywhere, 150ms, "/");
  add("number_match", ChallengeKind::number_match, number_matches + "|" + number_matches_late,
      Where::anywhere, 150ms, {}, helper_device);
  add("approval", ChallengeKind::approval, approvals, Where::anywhere, 150ms, {}, approval_context);
  for (Words& words : localised_approvals())
    add(std::string("approval_") + words.language, ChallengeKind::approval, std::move(words.text),
        Where::anywhere);

  add("code", ChallengeKind::mfa_code, english_codes(), Where::unfinished_line);
  for (Language& language : languages())
    add(std::string("code_") + language.name, ChallengeKind::mfa_code, std::move(language.code),
        Where::unfinished_line);
  add("code_cjk", ChallengeKind::mfa_code, cjk_codes, Where::unfinished_line);
  add("confirm", ChallengeKind::confirm, confirms, Where::unfinished_line);
  add("password", ChallengeKind::password, passwords(), Where::unfinished_line);
  add("username", ChallengeKind::username, usernames(), Where::unfinished_line);
  add("choice", ChallengeKind::choice, choices, Where::unfinished_line);
  add("question", ChallengeKind::unknown, unknown_question, Where::unfinished_line, 2000ms);
  return rules;
}

}  // namespace

std::span<const PromptRule> built_in_prompt_rules() {
  static const std::vector<PromptRule> rules = make_rules();
  return rules;
}

}  // namespace teamsctl::core
