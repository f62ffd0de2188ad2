"""Forenames by which a name in the text is told from the name of a place or a body. No list is whole: other signs count."""

FORENAMES = frozenset(
    """
    aaron abraham abram ada adam adolf adolph adrian agatha agnes albert aldous alec aleksandr aleksei alexander
    alexandra alexei alexis alfred alger alice allan allen alois amelia anatole anatoly andre andreas andrei andrew
    andré angela angelica anna anne annie anthony antoine anton antonia antonina antonio antony archibald arkady
    arnold arthur august austin barbara basil beatrice benjamin bernard bertha bertrand bess betty boris brian bruno
    burton calvin carl carlo carlos carol caroline carter catherine cecil charles charlotte chester chris christian
    christine christopher clara clare clarence claude clement clifford colin conrad constance cyril daisy dan daniel
    dashiell david dean deborah denis dennis derek diana dick dimitri dmitri dmitry dolores dominic donald dora
    doris dorothy douglas dwight earl edgar edith edmund edna edouard eduard edvard edward edwin eleanor elena elias
    elisabeth eliza elizabeth ella ellen elsa emil emile emily emma emmanuel enrico eric erich erik ernest ernst
    erwin ethel etienne eugen eugene eva evelyn ezra fedor felix ferdinand filip florence floyd francis francisco
    franco francois frank franklin franz françois fred frederic frederick frederik friedrich fritz fyodor gabriel
    gareth gary gaston genrikh geoffrey georg george georges georgi gerald gerard gerhard gertrude gilbert giovanni
    giuseppe gladys gordon grace graham grant gregor gregory greta grigory guglielmo gunther gus gustav guy hannah
    hans harold harriet harry hector hede heinrich heinz helen helena helmut hendrik henri henricus henry herbert
    herman hermann hilda horace howard hubert hugh hugo humphrey ian ida ignace ignatius ignatz ignaz igor ilse ilya
    immanuel ines inga ingrid ira irene iris isaac isabel isabella isaiah isidore ivan ivor jack jacob jacques jakob
    james jan jane janet jasper jean jeffrey jenny jeremy jerome jessica jessie jim joachim joan joanna joe johan
    johann johannes john jonas jonathan jorge josef joseph josephine josé joyce juan judith jules julia julian
    julius karel karen karl kate katharine katherine kathleen keith kenneth kim kirill klaus klement kliment konrad
    konstantin kurt lars laura laurence lavrenti lavrenty lawrence lee len leo leon leonard leonid leopold leslie
    lev lewin lewis lidia lillian lily lionel lisa litvin lloyd lorenzo louis louise lucas lucia lucy ludwig luigi
    luis lydia mabel madeleine magda malcolm manfred manuel marc marcel marco margaret margarete maria marian marie
    marina mario marion mark markus marta martha martin mary mathias matilda matthew maud maurice max maxim
    maximilian michael michel miguel mikhail mildred miles milton miriam molly monica morris moses muriel nadezhda
    nancy naomi natalia nathan nathaniel ned nell nicholas nickolai nicolas nikita nikolai noah noel nora norman
    olaf oleg olga oliver orlando oscar osip oskar oswald otto owen pablo pamela pascal patricia patrick paul paula
    pavel pedro peggy percy peter petr philip philippe phyllis pierre piotr pyotr quentin rachel ralph ramon
    randolph raymond rebecca reginald reinhard rené richard rita robert roberto robin rodney roger roland rolf roman
    ronald rosa rose rosemary rosie roy rudolf rudolph rufus rupert ruth sally sam samuel sara sarah saul sebastian
    serge sergei sergey sheila sidney siegfried sigmund simon simone sofia solomon sonia sophia sophie spencer
    stanislav stanley stefan stella stephen steven stewart stuart susan susanna suzanne sven sybil sylvia tatiana
    ted teodor terence teresa thelma theodor theodore theresa thomas timothy tobias tom tomas tony trevor ulrich una
    ursula valentin valentina valentine valeria vasily vera vernon veronica victor victoria viktor vincent viola
    violet virginia vissarion vittorio vivian vladimir vyacheslav waldo wallace walter wanda warren werner whittaker
    wilfred wilhelm willi william willy winifred winston witold wolf wolfgang woodrow yakov yan yevgeny yuri yvonne
    zinaida zinovy
    """.split()
)
