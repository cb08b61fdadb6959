package extract

// The words that tell a body of workers by what it is called, folded.

// trades are who a union unites. One of them beside a word of bodies ("association", "federation", "united") makes a union's name.
var trades = set(`
worker workers teacher teachers educator educators nurse nurses employee employees faculty firefighter firefighters carriers pilots attendants musicians laborers labourers teamsters
machinists steelworkers steelworker autoworkers ironworkers carpenters electricians plumbers pipefitters steamfitters painters roofers bricklayers boilermakers drivers officers police
professors lecturers instructors academics academic researchers postdocs postdoctoral residents interns librarians clerks miners farmworkers janitors custodians paraprofessionals paraeducators
journalists writers actors players baristas stagehands longshoremen longshoremens longshore inlandboatmen boatmen inlandboatmens seafarers sailors dockers trainmen signalmen dispatchers operators technicians
therapists physicians doctors pharmacists caregivers deputies troopers correctional staff crew grad graduate guards controllers mechanics welders millwrights
teamster housekeepers cooks bartenders servers culinary engineers sanitationmen sanitationmens firemen firemens linemen policemen policemens clerks cashiers porters doormen warehousemen mailers assistants personnel principals administrators attorneys paramedics bartenders tenders counselors workingmen bakers lecturer instructor deputy constables professors correction patrol carrier driver pilot officer firefighter custodian technician clerk librarian nursing techs screenwriters editors animators dancers guardsmen letter fire fighters patrolmen patrolmens sheriffs support midwives midwife faculties railwaymen mineworkers metalworkers seamen footballers pressmen pressmens
`)

// industries are what unions are named for besides; beside "union" and "guild" they are enough, and in names they are joined by
// "and" ("Hotel and Restaurant Employees").
var industries = set(`
labor labour trade trades transit tram bus ferry forestry fishing transport transportation postal education educational school schools newspaper news media communications communication hotel hotels restaurant retail
healthcare health midwifery hospital public municipal federal clerical professional professionals university college colleges food commercial service services building construction auto automobile
electrical electrical mine mining steel textile garment farm rail railway railroad maritime marine maintenance warehouse store department office technical engineering theatrical screen
television radio film motion picture state county city allied industrial chemical energy utility utilities gas water sheet metal tobacco bakery fire brigades civil cinema
employment security probation parole court nursing medical care home childcare child campus museum library libraries book bookstore tech technology game software alphabet amazon apple
starbucks rei retailers grocery meat packing packinghouse poultry dairy graduate student-worker cannabis airline airlines aviation flight cabin hospitality casino gaming entertainment
`)

// notUnions are what a "union" is of that is none of workers.
var notUnions = set(`
credit european soviet western african student students tenant tenants renters renter farmers liberties rugby mothers customs monetary economic currency latin civil cricket football debtors
parents parent consumers consumer christian oxford cambridge inter-parliamentary interparliamentary international national homeowners residents neighborhood neighbourhood debt arab eurasian
bathers mens womens ladies peoples patriotic astronomical geodetic telecommunication mathematical democratic social gay lesbian same-sex marital non pro anti strong our your their my this that a an the
every each another any new no one big good real proud parliamentary
riders rider passengers passenger commuters supporters fans borrowers shoppers voters taxpayers
`)

// afterUnion are words that make "… Union" the beginning of another name: "Union Station".
var afterUnion = set(`
station pacific square street avenue city county hill depot market bank jack army soldier soldiers theological college park terminal tribune gap club town township league carbide church pier plaza
hall school high bay lake grove mills tank parish road drive boulevard
`)

// places are words for where a body is, which follow the name of what it belongs to: "SEIU Healthcare Minnesota & Iowa".
var places = set(`
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan
minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ontario quebec alberta manitoba
saskatchewan newfoundland canada america scotland wales ireland england london puerto rico tasmania queensland
northern southern eastern western central north south east west northeast northwest southeast southwest midwest upper lower mid atlantic pacific coast great lakes plains
healthcare upstate downstate metro greater
`)

// pairs are places of two words whose words alone are none.
var pairs = map[string]string{
	"new": "york jersey england hampshire mexico brunswick zealand", "nova": "scotia", "british": "columbia", "bay": "area", "twin": "cities", "rhode": "island", "long": "island", "las": "vegas", "west": "virginia", "north": "carolina dakota", "south": "carolina dakota", "los": "angeles", "san": "francisco diego",
	"district": "columbia", "united": "states kingdom", "iron": "range", "puget": "sound",
}

// heads are the words for a body.
var heads = set(`
		union association federation guild brotherhood alliance organization organisation council assembly body board committee united caucus
		congress society confederation`)

// notLeading are words that begin with a capital at the start of a sentence or as a title and belong to no name.
var notLeading = set(`
the a an in on at when while but and or both also among meanwhile neither nor either members member delegates delegate president presidents vice secretary treasurer sister brother brothers sisters chair
director organizer organizers steward stewards leaders leader representatives spokesperson spokesman spokeswoman from with for by to as after before since until because although though if unless that this these those
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
yesterday today tomorrow tonight last next later earlier like unlike including only even just now then so yet still not no yes two three four five several many some most all other others another
he she it they we you i his her its their our your my who which whose what where why how is are was were will would has have had did does do can could should may might
resolved whereas former current longtime general executive local mr ms mrs dr gov mayor sen rep rev senator governor congressman congresswoman
le la les el los las un une une una l' d' selon según segun pour par avec dans sur chez mais et y o ou quant cuando mientras pero del al lors hier aujourd'hui ayer hoy
dear thanks thank congratulations congrats proud huge breaking update via per rt ask tell join see read call follow support supporting endorsed endorsing endorsers signed statement resolution motion
old both joining neighboring nearby city fellow sisters against despite without between within around over under through during across along together besides instead however moreover furthermore
new_business item nonetheless nevertheless finally first second third again once whether according speaking asked absent invited cosponsors signatories inside outside within
`)

// titles are what people are in a body, and what a body's number numbers: they end a name that they stand behind.
var titles = set(`
		president vice secretary treasurer director chair chairman chairwoman chairperson leader member members organizer steward spokesperson
		spokesman spokeswoman representative business agent executive general rep official officials local locals district lodge council region`)

// designators are the words before a body's number. Those marked are enough by themselves to say that a body of a union is meant; a
// "District 5" is one only where the union is named.
var designators = map[string]struct{ enough, plural, district bool }{
	"local": {enough: true}, "locals": {enough: true, plural: true}, "lcl": {enough: true}, "loc": {}, "locales": {enough: true, plural: true},
	"lodge": {}, "lodges": {plural: true}, "branch": {}, "branches": {plural: true}, "chapter": {}, "chapters": {plural: true}, "division": {}, "divisions": {plural: true}, "unit": {}, "subregion": {},
	"district": {district: true}, "distrito": {district: true}, "districts": {plural: true, district: true}, "council": {district: true}, "councils": {plural: true, district: true}, "region": {district: true}, "regions": {plural: true, district: true},
	"dc": {district: true}, "jc": {district: true}, "lu": {}, "seccion": {}, "section": {}, "sections": {plural: true}, "secciones": {plural: true}, "area": {district: true}, "conference": {district: true}, "sector": {},
}

// doubled are the words that stand before a designator and make it enough: "District Council 37", "Joint Council 7".
var doubled = map[string]string{
	"district": "council councils lodge lodges local", "joint": "council councils board", "local": "lodge lodges union branch unions chapter division", "regional": "council councils", "section": "locale", "sections": "locales",
	"state": "council", "union": "local", "industrial": "union",
}

// shaky are acronyms and single words of the tables that mean something else as well. They are a union's only beside a number or
// where the text has said so.
var shaky = set(`
aaa act acre aaup ana apa ara asa bac bps csa dpe iam ibb ibu here fast soc occ amp wwf lpn nfn mtd npw nso pass pat pte sag siu text ua uwa wu iw itu gcc gua smart pace unite equity guards map
tcu cep ctw urw hotel teachers usi nage gmp mmp ack iac iga ppf ctc cut lab ela cta ate fo sud gua prospect community accord nasa usa uk eu un us ama aba nba nfl mls
pac pto pta ceo cfo cio afl atm dot doe dol nlrb osha epa ice dhs fbi cia irs cdc nih hud va usps ups bnsf csx tsa faa fda fcc sec llc inc ngo gop dnc rnc dfl naacp aclu dsa aarp adl lulac nra
`)

// proud are single words that are a union's name wherever they are written with a capital.
var proud = set(`
teamsters steelworkers machinists unifor ironworkers boilermakers steamfitters pipefitters longshoremen autoworkers seafarers newsguild seiu afscme uaw ufcw usw
`)
