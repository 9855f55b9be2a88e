"""How people say in English that something is urgent."""

from typing import Final

from .language import Language
from .topics import Topic

ENGLISH: Final = Language(
    general="""
        urgent/urgently
        emergency/emergencies
        life or death
        ^ sos $
        it/this/that/no/sorry [really/just] CANT [really] wait $
        need/come/call/attention/someone/somebody ... immediately
        need ... right/straight now/away
        come [here/out/over/round] right/straight now/away
    """,
    topics={
        Topic.GAS: """
            SMELL [of/like/a/the/some] [bit/lot/strong/faint] [of] gas/propane
            gas smell/odor/odour/leak/leaks/leaking/escape/escaping
            leaking gas/propane
            carbon monoxide
            co alarm/detector/monitor [is/s/keeps/has/just/went] [going/went/gone/beeping/off]
            rotten eggs
        """,
        Topic.FIRE: """
            on/caught/a fire
            flames
            there/theres/is/see/seeing/smell/of/black/white/thick/lots_of [some/a_lot_of/lots_of] smoke
            smoke [is/s] coming/pouring/everywhere/billowing/from
            is/its/s/keeps/started/socket/outlet/panel/plug/box/unit/furnace smoking
            smouldering/smoldering
            burning/burnt smell/odor/odour
            SMELL [of/like] [something/plastic] burning/burnt/smoke
            melted/melting/scorched
        """,
        Topic.SPARKS: """
            spark/sparks/sparking/sparked/arcing
            live/exposed/bare/hanging/downed wire/wires/cable/cables
            wire/wires/cable/cables hanging/exposed
            electrocuted/electrocution
            electric/electrical shock/shocks
            got/get/getting/gave/giving/gives [me/us] [a/an] [bad/nasty/little/electric] \
                shock/shocked/shocks/zapped
        """,
        Topic.BODY: """
            isnt/not/cant/cannot/barely/hardly/stopped/struggling/trouble/difficulty [to] \
                breathing/breathe
            hard time breathing
            short of breath
            gasping
            choking/choked
            bleeding/bleeds/haemorrhaging/hemorrhaging
            blood everywhere/coming/pouring/all/in/from
            lots/lot/pool/full/losing/lost/covered/vomiting/coughing/pooping/peeing/spitting \
                [of/in/up/a_lot_of] blood
            seizure/seizures/seizing/convulsing/convulsions
            having a fit/fits
            unconscious/unresponsive/collapsed/fainted
            passed/blacked out
            not moving/waking
            not responding to
            isnt/wont/cant/doesnt respond/move/moving/wake [up]
            poison/poisoned/poisoning/overdose/overdosed
            allergic reaction/shock
            anaphylaxis/anaphylactic
            throat/tongue/lips ... closing/swelling/swollen
            heart attack/stopped
            chest pain/pains
            dying
            CANT feel ... leg/legs/arm/arms/hand/hands/foot/feet/face
            CANT move ... leg/legs/arm/arms/neck
            CANT see anything/out_of/from
            vision ... gone/lost/blurry
            lost ... vision
            paralysed/paralyzed
        """,
        Topic.ANIMAL: """
            hit/run/ran by/over [by] [a/the/an] \
                car/truck/van/bus/bike/vehicle/motorbike/suv/him/her
            got/been run over
            ATE ... TOXIC
            attacked/mauled/bitten by
            bloat/bloated/gdv
            CANT/trying/straining/struggling/not/isnt/hasnt/hasn't [been/able] [to] [able] [to] URINATE
            heatstroke/heat stroke
            drowned/drowning
            in labor/labour
            giving birth
            vomiting/throwing/puking/peeing [up] blood/nonstop/constantly/everywhere
            keeps/wont/cant [stop] vomiting/throwing/puking
            CANT/wont/not/isnt stand/standing/walk/walking [up]
            back/hind legs/leg ... drag/dragging/work/working/gave/gone
            broke/broken [his/her/its/a/the] leg/wing/paw
            [snake/rattlesnake/adder] bit/bite/bitten [by] [a] snake/rattlesnake/adder/viper
            snakebite/snake bite
        """,
        Topic.FLOOD: """
            burst/busted/bursted/ruptured/bursting [water/our/the/a/my/frozen] [heater/main] PIPE
            PIPE ... burst/busted/bursted/ruptured/exploded/snapped/split/bursting
            broken/broke/cracked/split/snapped [water/the/a/our/my] [main] PIPE
            flood/floods/flooded/flooding
            water ... GUSHING
            water [is/s/just/keeps/now/still] COMING
            COMING water
            water [all] everywhere/over
            inches/inch/foot/feet/full/puddle/pool/deep of/in water
            TOILET ... overflowing/overflowed/overflows
            overflowing/overflowed/overflows
            TOILET ... backing/backed/backs/coming up
            sewage
            ceiling ... collapsed/collapsing/caved/caving/sagging/bulging/fell/dripping
            CANT turn/shut/switch [off/it/the/my] [water/it/main] [off]
        """,
        Topic.LEAK: """
            leak/leaks/leaking/leaked/leakage
            water ... coming in
        """,
        Topic.HEATING: """
            no/without [any] hot/running water
            no/without [any] heat/heating/ac/aircon
            no/without [any] air conditioning
            no/without water $
            NOTHAVE [any/our] heat/heating/hot/running/water [water] $
            NOTHAVE [any/our] heat/heating/hot/running [water]
            BOILER ... STOPPED
            STOPPED [the/our/my/working] BOILER
            BOILER ... not/isnt/wont/doesnt/aint [even] turn/turning/come/coming/kick/kicking/work/\
                working/heat/heating/fire/firing/start/starting/light/stay/staying
            BOILER is/s/has/went/just/just went [gone] out/down/dead/broken/bust/off
            freezing [cold] in/here [here]
            pipes ... frozen/froze
        """,
        Topic.POWER: """
            no/without/lost [any/the/all/our] power/electric/electricity/electrics/lights
            power/electricity [is/s/has/just] [been/just] out/off/gone/cut/went [out/off]
            house/building/kitchen/place ... [no/without] power
            blackout
            power/electrical/electric outage
            breaker/breakers/fuse/fuses/rcd ... keeps/keep/wont/blown/blew/blowing/tripped/tripping
        """,
        Topic.ROOF: """
            tree/branch/limb/trunk ... fell/fallen/through/on/crashed/came/blew/down [on/onto]
            roof ... blown/blew/ripped/torn/collapsed/collapsing/caved/caving/gone/off/missing
            hole in [my/the/our] roof/ceiling
            blown/blew/ripped off
            rain/water/raining/pouring ... coming/pouring/getting/dripping in/inside/through
            storm damage/damaged
            shingles/tiles ... blew/blown/flew/off/missing
        """,
        Topic.TOOTH: """
            TOOTH ... out/off/broken/broke/snapped/chipped/cracked
            knocked/broke/cracked/chipped/snapped/broken [out/off] ... TOOTH
            abscess/pus
            FACE ... swollen/swelling/swelled/swole
            swollen/swelling ... FACE
            toothache/tooth ache
            agony/excruciating/unbearable
            severe/terrible/extreme/awful/horrible [tooth] pain
            so_much/lot_of/lots_of/bad/intense/in_so_much/in_a_lot_of pain
            pain ... unbearable/killing/worse/excruciating
            CANT eat/sleep/chew/open [my] [mouth]
        """,
        Topic.ROAD: """
            broke/broken/breaking down
            stranded
            stuck [on/at/in/by] [the/a] [side/middle/hard] [of] [the] ROADS
            ROADS ... stuck/stranded
            in/into/had/just/bad/been [a/an/the] [in/bad/little/car] [a/an] \
                accident/crash/wreck/collision/ditch
            crashed/wrecked/crashing into/my/our/the [car/truck/van]
            rolled/flipped over
            brake/brakes ... failed/gone/stopped/not/dont/wont/failing/out
            locked ... keys/key/baby/kid/child/dog/son/daughter/myself
            keys ... locked
            flat tire/tyre
            blew/blown [a/my/the/out] [front/rear] tire/tyre
            car/truck/van/it/engine wont/doesnt/not/dont start/starting/move
            dead battery
            overheating/overheated
        """,
        Topic.CUSTODY: """
            arrested/detained/jail/jailed/custody/handcuffs
            police/cops ... here/door/outside/station/raid/search/searching/questioning/interview
            being/been held/questioned/raided/deported/evicted
            search/arrest warrant
            court/hearing/bail ... today/tomorrow
            deportation
            dui/dwi
        """,
        Topic.PEST: """
            wasps/hornets/bees/yellowjackets ... inside/everywhere/attacking/kids/baby/house/bedroom
            wasp/hornet/bee/bees nest/swarm ... kids/baby/door/inside/bedroom/nursery
            swarm of [angry] wasps/hornets/bees
            stung
            snake/rattlesnake/scorpion/raccoon/bat/bats ... \
                house/home/attic/garage/kitchen/bedroom/bathroom/yard/inside
            bitten/bit ... rat/rats/spider/snake/bat
            rat/rats ... baby/crib/bed/bit
        """,
    },
    negations="""
        no/not/isnt/arent/wasnt/werent/doesnt/didnt/havent/hasnt/hadnt/aint/never/without/\
            nothing/none/neither/nor/nobody
        i/we/you/they dont
        dont have/see/smell/hear/need
        cant_see/cannot_see/cant_smell/cant_hear any/a
    """,
    breaths="and/because/cause/since/its/theres/plus/please/pls",
    turns="but/however/except/though/although",
    harmless="""
        ^ no/not it/its/the/there/theres/i/im/we/my/he/she/hes/shes/this/they/our/you/that/just/\
            come/please/sorry/still
        ^ no water is/keeps/still pouring/running/gushing/leaking/coming/everywhere
        no idea/way/one/answer/reply/joke/matter/signal/doubt/clue/choice/luck
        not sure/only/just/good/well/happy/long/okay/ok/right/eating/drinking/himself/herself/\
            itself/looking/joking/kidding/answering/great/able
        isnt/arent only/just/good/well/eating/drinking/right/looking/answering
        dont/doesnt/didnt/havent know/think/care/hesitate/wait/understand/look/want/eaten/slept/eat/\
            answer/pick/worry/have time
        nobody/noone/never [is] answers/answering/answered/came/called/picks
        urgent care
        emergency room/contact/contacts/light/lights/lighting/exit/exits/kit/fund/drill/brake/stop/\
            number/slide/plan/department
        flood/flash light/lights/lamp/insurance/risk/zone/plain
        flooded with/by calls/messages/emails/work/requests
        small/slow/minor/tiny/slight/little/slightly/bit [of] [a] [water/roof/tap/pipe] \
            leak/leaks/leaking
        [gas/water] leak detection/test/testing/detector
        TAP [is/that/s/which/keeps/has] [a] [bit] dripping/drips/drip/leaking/leaks/leak
        dripping/leaky/leaking ... TAP
        smoke/fire/co/burglar alarm/alarms/detector/detectors \
            install/installed/fitted/batteries/replaced/check/certificate/service
        fire place/places/pit/door/doors/extinguisher/extinguishers/station/department/safety
        if [its/it/this/that/it_is/this_is] [is] urgent
        internet/cable/wifi [and] [internet] outage
        smoking area/room
        non/stop/stopped/quit smoking
        blood test/tests/work/pressure/sample/type/results/draw/orange
        parts and labor/labour
        labor/labour cost/costs/charge/charges/rate/rates/day
        poison ivy/oak
        spark plug/plugs
        dying to/for
        tree down $
        cut/cutting/take/taking/remove/removal ... tree
        jump off
    """,
    calm="""
        no/not/without [a/any/in/real] [big/great/real/huge/a] rush/hurry/urgency/panic/pressure/rushed
        can/could/will/would/happily/happy/fine/ok/willing [to/all/easily/also/probably/definitely] wait
        whenever you/u/suits/works/possible/its/is/convenient/youre
        whenever $
        any day/week/time [works/is/this/next]
        at your convenience/leisure
        take your time
        when/if convenient
        nothing [too/very/really] major/serious/crazy/bad/big/dramatic/special/pressing
        low/not priority/major/pressing
        not [too/that/really] serious/bothered/fussed
        next month/summer/spring/winter/autumn/fall/year
        just/only curious/wondering/cosmetic
    """,
    over="""
        is/was/been/got/are/now/all/already/have/has/ive/weve/were/its/s [now/all/been/already/just] \
            FIXED
        ^ [all/already] FIXED
        FIXED it/itself/myself
        stopped leaking/bleeding/flooding/dripping/sparking/smoking/vomiting/shaking/now/itself
        leak/bleeding/water/flow/smell/fire/flooding/seizure/seizures/vomiting/it/its/s/has \
            [has/have/had/is/now/finally/just] stopped/gone/over $
        gone/went away
        back on/to/in now/again/normal $
        under control
        all good/clear/ok/okay/fine/well
        false alarm
        no longer [a] need/problem/issue/required
        not/dont need/needed anymore/now/you
        not/isnt/no BLEEDING/longer [any] anymore/more/bleeding/leaking
        recovered/healed/recovering
        is/s/are/seems/feels/feeling/doing/am/im/much/hes/shes/its/looks/and \
            [all/totally/perfectly/completely/much/absolutely/doing/now/eating] \
            fine/better [now/again/already/thanks]
        ok/okay/fine/alright/well/better now/again
        turned out
    """,
    past="""
        thank/thanks/thankyou/thx/ty/cheers [you/u/again/so/very/guys] [so/very/again] [much] for
        last month/year/summer/winter/spring/autumn/fall/week
        months/years/year/month/weeks ago
        used to
        it was a/an
        in case
        if/when there/it/something/anything ever/is/was/were/happens
        invoice/receipt/warranty/refund/insurance/review
    """,
    asked="""
        do/does/can/could/would you/u/they/your [guys/all/shop/also] do/handle/offer/provide/treat/cover
        are/r you/u doing/taking/offering
        how much
        what do you charge
        quote/quotes/quotation/estimate/estimates/price/prices/pricing/cost/costs
        prevent/prevention/training/certificate/inspection/checkup/check up/annual/yearly
    """,
    lists={
        "CANT": (
            "cant/can not/cannot/couldnt/could not/unable to/not able to/cant even/hasnt been able to"
        ),
        "SMELL": "smell/smells/smelling/smelled/smelt",
        "PIPE": "pipe/pipes/pipework/main/mains/hose/line/waterline/tank/heater/boiler",
        "GUSHING": (
            "pouring/gushing/spraying/shooting/spurting/rushing/streaming/flowing/everywhere/"
            "bursting/squirting/flooding"
        ),
        "COMING": (
            "running/coming down/coming through/coming from/coming up/coming out of the wall/"
            "coming into/dripping from/dripping through/leaking/seeping/pissing/dropping from"
        ),
        "TOILET": (
            "toilet/toilets/sink/bath/tub/bathtub/shower/drain/drains/sewer/loo/basement/septic/"
            "washing machine/dishwasher/washer"
        ),
        "TAP": "tap/taps/faucet/faucets",
        "TOXIC": (
            "chocolate/grapes/raisins/poison/antifreeze/onion/onions/xylitol/bleach/pills/"
            "medication/medicine/ibuprofen/tablets/lily/lilies/pellets/sock/battery/needle/glass/"
            "bait/edible/edibles/mushroom/mushrooms/magnet/magnets"
        ),
        "ATE": "ate/eaten/eat/swallowed/swallow/ingested/drank/licked/eating/chewed/got into",
        "URINATE": "pee/peed/urinate/urinated/peeing/wee/urinating",
        "BOILER": (
            "boiler/furnace/heating/heater/heat/hot water/radiators/heat pump/ac/aircon/"
            "air conditioning/hvac/thermostat"
        ),
        "STOPPED": (
            "stopped/quit/died/broke/broken/failed/packed up/packed in/went out/gone out/conked out"
        ),
        "NOTHAVE": "dont have/havent got/havent had/have no/got no/lost",
        "TOOTH": "tooth/teeth/crown/filling/veneer/implant/molar/bridge/denture",
        "FACE": "face/cheek/jaw/gum/gums",
        "ROADS": (
            "road/roadside/motorway/highway/freeway/interstate/shoulder/bridge/tunnel/exit/"
            "roundabout/ditch/snow/mud"
        ),
        "FIXED": "fixed/repaired/sorted/resolved/solved/mended/handled/taken care of/dealt with",
        "BLEEDING": "bleeding/leaking/flooding/smoking/sparking/vomiting/coming in/coming through",
    },
)
