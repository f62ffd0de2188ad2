"""Words by which names of persons and titles of works are told in running English text. Data, in one place."""

from __future__ import annotations

import re


def any_of(words: frozenset[str]) -> str:
    """Words as the alternatives of a regular expression; a hyphen in one stands for a space too."""
    return "|".join(re.escape(word).replace(r"\-", "[- ]") for word in sorted(words))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", text))


FORENAMES = _words(
    """
    aaron abraham abram ada adam adolf adolph adrian agatha agnes albert aldous alec aleksandr aleksei alexander
    alexandra alexei alexis alfred alger alice allan allen alois amelia anatole anatoly andre andreas andrei andrew
    andré angela angelica anna anne annie anthony antoine anton antonia antonina antonio antony archibald arkady
    arnold arthur august austin barbara basil beatrice benjamin bernard bertha bertrand bess betty boris brian bruno
    burton calvin carl carlo carlos carol caroline carter catherine cecil charles charlotte chester chris christian
    christine christopher clara clare clarence claude clement clifford colin conrad constance cyril daisy dan daniel
    dashiell david dean deborah denis dennis derek diana dick dimitri dmitri dmitry dolores dominic donald dora doris
    dorothy douglas dwight earl edgar edith edmund edna edouard eduard edvard edward edwin eleanor elena elias
    elisabeth eliza elizabeth ella ellen elsa emil emile emily emma emmanuel enrico eric erich erik ernest ernst erwin
    ethel etienne eugen eugene eva evelyn ezra fedor felix ferdinand filip florence floyd francis francisco franco
    francois frank franklin franz françois fred frederic frederick frederik friedrich fritz fyodor gabriel gareth gary
    gaston genrikh geoffrey georg george georges georgi gerald gerard gerhard gertrude gilbert giovanni giuseppe
    gladys gordon grace graham grant gregor gregory greta grigory guglielmo gunther gus gustav guy hannah hans harold
    harriet harry hector hede heinrich heinz helen helena helmut hendrik henri henricus henry herbert herman hermann
    hilda horace howard hubert hugh hugo humphrey ian ida ignace ignatius ignatz ignaz igor ilse ilya immanuel ines
    inga ingrid ira irene iris isaac isabel isabella isaiah isidore ivan ivor jack jacob jacques jakob james jan jane
    janet jasper jean jeffrey jenny jeremy jerome jessica jessie jim joachim joan joanna joe johan johann johannes
    john jonas jonathan jorge josef joseph josephine josé joyce juan judith jules julia julian julius karel karen karl
    kate katharine katherine kathleen keith kenneth kim kirill klaus klement kliment konrad konstantin kurt lars laura
    laurence lavrenti lavrenty lawrence lee len leo leon leonard leonid leopold leslie lev lewin lewis lidia lillian
    lily lionel lisa litvin lloyd lorenzo louis louise lucas lucia lucy ludwig luigi luis lydia mabel madeleine magda
    malcolm manfred manuel marc marcel marco margaret margarete maria marian marie marina mario marion mark markus
    marta martha martin mary mathias matilda matthew maud maurice max maxim maximilian michael michel miguel mikhail
    mildred miles milton miriam molly monica morris moses muriel nadezhda nancy naomi natalia nathan nathaniel ned
    nell nicholas nickolai nicolas nikita nikolai noah noel nora norman olaf oleg olga oliver orlando oscar osip oskar
    oswald otto owen pablo pamela pascal patricia patrick paul paula pavel pedro peggy percy peter petr philip
    philippe phyllis pierre piotr pyotr quentin rachel ralph ramon randolph raymond rebecca reginald reinhard rené
    richard rita robert roberto robin rodney roger roland rolf roman ronald rosa rose rosemary rosie roy rudolf
    rudolph rufus rupert ruth sally sam samuel sara sarah saul sebastian serge sergei sergey sheila sidney siegfried
    sigmund simon simone sofia solomon sonia sophia sophie spencer stanislav stanley stefan stella stephen steven
    stewart stuart susan susanna suzanne sven sybil sylvia tatiana ted teodor terence teresa thelma theodor theodore
    theresa thomas timothy tobias tom tomas tony trevor ulrich una ursula valentin valentina valentine valeria vasily
    vera vernon veronica victor victoria viktor vincent viola violet virginia vissarion vittorio vivian vladimir
    vyacheslav waldo wallace walter wanda warren werner whittaker wilfred wilhelm willi william willy winifred winston
    witold wolf wolfgang woodrow yakov yan yevgeny yuri yvonne zinaida zinovy
    """
)
"""Forenames. No list is whole: other signs count too."""

NO_PERSON = _words(
    """
    abbey academy act acts agency agents agreement airport america american americans armies army article articles
    assembly association august avenue bank banner battle bay berlin board books boulevard bridge brigade brigades
    britain british brothers building bulletin bureau cabinet camp canal castle cathedral cemetery central century
    charter chronicles church city civil club coast cold college column comintern commissar commissariat commission
    committee communism communist communists community company confederation conference congress constitution
    corporation council country county court daily declaration delegation department district division east eastern
    economic edition embassy empire england english europe european executive express faculty federal federation field
    fifth first fleet force forces foreign foundation fourth france freedom french front fund gallery garden gardens
    gate general-staff german germany gestapo government grand great group guard gulf hall harbour headquarters herald
    hill history hospital hotel house independent industry institute intelligence international island islands italian
    italy jail jew jewish jews journal junction kingdom labour lake land lane league left legion liberal liberation
    library life london lower magazine mail manifesto market mass memorial military ministry mission moscow mountain
    mountains movement museum national nationalist nations navy nazi new news north northern observer ocean office old
    opera opposition orchestra order organisation organization overseas pact palace paris park parliament party peace
    peninsula people people's plan plaza police polish politburo political popular port portugal post president-elect
    press prison prize protestant province public purge railroad railway red reich report republic republican reserve
    resistance review revolution revolutionary rights river road royal russia russian russians school sea second
    secret secretariat section security senate service services show siberia social socialist socialists society south
    southern soviet soviets spain spanish special square staff standard state states station story strait street
    studies sunday sunset supreme swiss switzerland syndicate telegraph terrace terror theatre third times today tower
    town trade treasury treaty trial trials tribunal tribune troops trust union unit united university upper valley
    village war wars washington weekly welsh west western white wing women wood workers world year yearbook york young
    zone
    """
)
"""Words that stand in the names of bodies, places and papers, and hardly in a person's."""

SAYING = _words(
    """
    accepted admitted agreed answered argued argues arrived asked asks awarded became began believed believes born
    came claimed claims commented confessed considered decided denied described died explained explains felt gave
    insisted joined knew lived married met moved pointed recalled recalls refused remembered replied reported returned
    said saw says signed spoke suggested tells thought told took tried wanted warned went worked writes wrote
    """
)
"""What a person does, directly after the name."""

KIN = _words(
    """
    brother daughter father friend husband mother sister son wife
    """
)
"""Who belongs to a person: `Krivitsky's wife`."""

BELONGINGS = _words(
    """
    account book death letter life report
    """
)
"""What belongs to a person: `Krivitsky's letter`."""

CALLINGS = _words(
    """
    agent artist author biographer chief commander daughter director editor head historian journalist lawyer leader
    officer president son widow wife writer
    """
)
"""What a person is, after the name: `Gary Kern, the author`."""

LEADING_TO_A_PERSON = _words(
    """
    agent asked author between biographer brother by called colleague comrade daughter friend historian husband
    journalist leader married met named officer sister son told wife with
    """
)
"""Words directly before a person's name."""

SMALL_WORDS = _words(
    """
    & a an and as at by das de der des die du et for from in into is it la le my of on or our the to und under upon
    versus von vs with without
    """
)
"""Words that a title has in small letters."""

KINDS_OF_BOOKS = _words(
    """
    account article autobiography biography book books diary essay history memoir memoirs novel pamphlet study work
    """
)
"""What a person wrote: `in his memoirs, …`."""

CITING = _words(
    """
    account argue argued argues as became called claim claimed claims describe described describes entitled explain
    explained explains published read recall recalled recalls reviewed state stated states suggest suggested suggests
    titled writes written wrote
    """
)
"""Verbs and other words after which a title may stand: `she recalled in …`."""

EVENTS = _words(
    """
    Act Agreement Battle Conference Congress Constitution Convention Coup Decree Election Elections Exhibition Games
    Olympics Pact Plan Protocol Purge Rebellion Revolution Rising Siege Strike Summit Treaty Trial Trials War
    """
)
"""What is dated and is no work: `the Treaty of Rapallo (1922)`."""

NEWSPAPERS = _words(
    """
    Bulletin Chronicle Citizen Courier Daily Echo Examiner Express Figaro Gazette Globe Guardian Herald Humanité
    Izvestia Journal Leader Mail Mirror News Observer Post Pravda Press Record Standard Star Sun Telegraph Temps Times
    Tribune Worker Zeitung
    """
)
"""Words in the names of newspapers."""

MAGAZINES = _words(
    """
    Atlantic Digest Economist Evening-Post Harper's Life Listener Magazine Masses Monthly Nation Newsweek Punch
    Quarterly Republic Review Spectator Statesman Weekly Yorker
    """
)
"""Words in the names of magazines."""
