"""How people say in English that they want no texts."""

from typing import Final

from .language import Language

ENGLISH: Final = Language(
    # The carrier's words and their kin.
    stop_texts="""
        stop, stopall, stop all, unsubscribe, unsub, un subscribe, unsubscribed, cancel, end,
        quit, revoke, optout, opt out, sto, remove, discontinue, no more, dnc, do not call list,
        delete, stop to opt out, stop to unsubscribe, stop to end
    """,
    unsure_texts="""
        enough, spam, reported, wrong person, reply stop, reply stop to opt out, text stop,
        reply stop to unsubscribe, text stop to end, stop me, you stop, stop you
    """,
    # YES is left out: it is an answer, and must not sign up somebody who never opted out.
    start_texts="start, unstop, subscribe, resubscribe, opt in, optin",
    # "help please" is somebody who needs help.
    help_texts="help, info, info please, please info, information",
    noise="""
        please pls plz plse pleas kindly just really ever fucking fuckin fking freaking frickin
        damn goddamn bloody effing ur also
    """,
    edges="""
        ok, okay, k, hi, hello, hey, thanks, thank you, thx, ty, now, already, sir, maam, ma,
        sorry, and, but, so, well, oh, right now, immediately, asap, at once, guys, man, dude,
        yes, yeah, um, for real
    """,
    lists={
        "DONT": "dont/do not/dnt/never/donot",
        "DIDNT": "didnt/did not/never",
        "AGREE": (
            "agree/agreed/consent/consented/authorize/authorized/authorise/authorised/allow/approve"
        ),
        "TEXTING": (
            "texting/txting/textin/messaging/msging/contacting/calling/spamming/bothering/"
            "harassing/bugging/pestering/emailing/sending/annoying/writing/blowing"
        ),
        "UNSUB": (
            "unsubscribe/unsub/unsubscribed/unsubscribing/unsuscribe/unsubscription/un subscribe"
        ),
        "TEXT": "text/txt/message/msg/contact/bother/harass/spam/sms/write",
        "TEXTS": (
            "text/texts/txt/txts/message/messages/msg/msgs/sms/text messages/notifications/"
            "alerts/reminders/spam/smses/communication/communications/contact/text message"
        ),
        "MANY": (
            "texts/txts/messages/msgs/sms/text messages/notifications/alerts/reminders/spam/smses"
        ),
        "THESE": (
            "the/these/those/this/your/ur/any/all/all the/all these/all of these/all your/"
            "this kind of/such"
        ),
        "MORE": (
            "more/further/other/additional/anymore/any more/any further/more of these/more of your"
        ),
        "ME": (
            "me/us/my number/my phone number/my cell/my cell number/my phone/my name/my info/"
            "my details/my data/my contact/my contact info/this number/this phone number/"
            "this phone/this cell/number/my no/myself"
        ),
        "MYNUMBER": (
            "my number/this number/my phone number/this phone number/my cell/my info/"
            "my details/my data/my contact/my contact info/my name/my cell number/number"
        ),
    },
    stop="""
        stop/quit/cease/stops/stahp TEXTING
        stop/quit/cease getting/receiving [THESE] [MORE] MANY
        wrong number/person stop/remove/delete/UNSUB
        ^ remove $
        stop/quit/cease TEXT me/us/this
        stop/quit/cease/end/discontinue/cancel TEXTS
        stop/quit/cease/end/discontinue/cancel [all/with/it] [with/of] THESE TEXTS
        stop/quit/cease all/with/any/more TEXTS
        stop/quit [it] with the/these/your TEXTS
        stop/quit it with
        cease and desist
        turn/switch/shut off THESE TEXTS
        turn/switch/shut THESE TEXTS off
        ^ stop/end this/it/that/these/those [shit/crap/bs/nonsense/now] $?
        ^ stop i/im/we/you/u/ive/who/never/wrong/not/already
        ^ stop this/it is
        ^ [just/yes] stop $?
        i/we/ive [already] said/say stop $
        told/asked/want/need/telling/asking/like you/u/yall [guys/all/people] to stop $
        if you/u/yall/they DONT stop [TEXTING] [me/us]
        you/u/they/yall wont/dont/never stop TEXTING [me/us]
        take/get/remove/delete/erase ME off
        take ME out of your/this/the/ur list
        take/get/remove/delete ME from [your/ur/this/the/that/all] [contact/mailing/text/call/\
            phone/sms/marketing] list/lists/database/system/contacts/records/file/files/phone
        remove/delete/erase/scrub/unlist ME
        lose/forget/block/drop/erase MYNUMBER
        taken/removed/deleted/be off/from [of] [your/ur/this/the/that] [contact/mailing/text/\
            call] list/lists
        off [of] your/ur/this [contact/mailing/text/call/phone] list/lists
        want off $
        DONT [you/anyone] TEXT ME
        DONT [you/anyone] TEXT here/again/anymore/ever/back/at
        DONT contact/bother/harass/spam $
        DONT [you/anyone] TEXT/call me/us/this again/anymore/any/ever/number
        DONT use/keep/save/store this/my number
        DONT send [me/us/this/it] [any/no] [MORE] [THESE] [MORE] TEXTS
        DONT send [me/us] anything $
        DONT send [me/us] [any] more/anymore/these $
        DONT/no/not [longer] want/wish/need/care/like/interested [to] [receive/get/see/have/in] \
            [any] [THESE] [MORE] MANY
        DONT/no/not [longer] want/wish/like [to] [be/being/get] texted/messaged/contacted/\
            spammed/bothered
        DONT/no/not [longer] want/wish/care [to] hear from
        DONT/no/not [longer] want THESE TEXTS
        DONT/no/not [longer] want/wish/need/like [to] [receive/get/see] this/these/them $
        no more/further/additional/other TEXTS/texting/messaging/messages
        no more of these/this/your TEXTS
        ^ no TEXTS/texting $
        enough [with/of] THESE TEXTS
        enough texts/messages/texting/messaging/spam/already
        UNSUB me/us/now/from/this/my/number
        want/like/wish/need/how/going/trying to UNSUB
        do/can/to/and/i UNSUB $?
        do i UNSUB
        ^ UNSUB $
        opt/opting me/us out
        opt/opting out of/from [all/receiving] [THESE] TEXTS/this/these/it
        want/like/wish/need/going/choose to opt/optout out
        do i opt out
        ^ [i/im/am] opt/opting out
        i/am opting out
        DIDNT sign/signed/opt/opted/subscribe/subscribed [up/in] [for/to] [any/this/that/these/\
            it/your] [TEXTS] $
        DIDNT/DONT AGREE [to] [this/that/it] $
        DIDNT/DONT AGREE [to] [get/receive/be/being] [any] [THESE] TEXTS
        DIDNT/DONT AGREE to be/being/getting texted/contacted/messaged
        DIDNT ask/asked/request/requested [for] this/these/any/your [TEXTS] $
        DIDNT give/gave/given you/u/yall/them [my/any] permission/consent
        DONT have/no [my] permission/consent
        revoke/withdraw/revoking [my] consent/permission
        leave me/us/this [number] [the] [fuck/hell/f] alone
        fuck/f/piss/bugger/sod/eff off
        go fuck
        ^ go away $
        not/no call/contact/text list
        put/add me/us/this on/to [your/the] [do] dnc/not
        report you/this to [the] fcc
        cancel/end my/this/the [text/sms] subscription
        put/pull/cut an/the/a end/plug to/on THESE TEXTS
    """,
    unsure="""
        wrong number/person/guy/lady/man/phone $
        DONT text/txt/message/msg/sms/write $
        DONT text/txt/message , call/ring/phone
        DONT text/txt/message me/us , call/ring/phone
        DONT text/txt/message [me/us] before/until/till/after/at/while/when/during/unless/on/so/\
            this
        no texting/texts/text , call/phone/ring
        call/calls , DONT text
        call/calls instead/rather of/than text/texting/texts
        i DONT text/txt/sms
        ^ [i/im/we/am/are] [am/are] not [really] interested [at/in] [all/this] $
        [you] uninterested $
        no longer/more interested $
        ^ DONT call [me/us/here] $
        this/thats/its/is [a] spam/scam
        who gave you/u my number/name/info/cell/phone
        where/how did/do you/u get/got/have my number/name/info/cell/phone
        why are/r you/u TEXTING
        i DONT know you $
        i DONT know who you/u/this [are/is]
        you/u/they/yall keep/still TEXTING me
        im/am/will block/blocking you/u
        im/am/will block/blocking this/your number
        report/reporting/reported you
        report/reporting/reported this number
        fuck/screw you/u/this
        fuck/screw yourself
        go to hell
        ^ get lost $
        ^ enough $
        ^ bugger/cut/knock it/off [out/off] $
        ^ stop everything/him/her/them/that $
        can/could/will/would/wont you/u stop $?
        ^ UNSUB
        opt out $
    """,
    conversation="""
        DONT/not stop [TEXTING] [me/us]
        dont/not/never UNSUB
        DONT remove/delete/cancel/erase/take/lose/forget/end/block/drop
        DONT want/need/like [you] to cancel/remove/miss/lose/wait/stop/end/UNSUB
        why/when/did did/you/u/they/we/he/she/it [you/u/they/guys] [guys] stop
        why dont you TEXT
        he/she/they/nobody/we/it DONT/doesnt TEXT
        i/ill/we/well will/ll/must/should/can/had/have/need/would stop
        i/ill/we/well [need/have/had] to stop
        ill/well stop
        we/you/i/ill/to/that/and when you/i/we/they stop
        TEXT/contact me , stop by
        stop by/in/over/round/around/past/off/at/for/to/on/when/if/until/here/there/out/and/or/\
            working/drinking
        stop leaking/running/working/smoking/barking/bleeding/beeping/dripping/flooding/vomiting/\
            moving/serving
        stop [the/my/a/our/that/this] [water/engine] leak/leaks/water/bleeding/sign/valve/cock/\
            light/watch/street/job
        stop , drop
        bus/next/last/first/pit/truck/tram/train/rest/non/short/full/door/one/every stop
        wont/cant/doesnt/didnt/couldnt/not/cannot stop [running/leaking/TEXTING]
        the/a stop
        take/get/keep/remove/delete ME off/from/out [of] [the/your/our/my/that/this/todays] \
            waiting/wait/waitlist/guest/reservation/appointment/booking/schedule/calendar/hold/\
            appointments
        reply/text/txt/send/respond [with/back] stop to/for/if/and [opt/UNSUB/end/cancel/stop/\
            quit] [out]
        UNSUB a/my/the dog/cat/pet/son/wife
        DONT call [me/us/my] , [just/please] text/message/sms
        DONT use/call/text this/my number , use/call/text/try
        if/when/because you/u DONT TEXT me/us
        you/u never TEXT me/us
        DONT call [me/us/my] instead text
        you/u gave me the wrong number
        contact lenses/lens
        DONT text , reply
        not interested in the/a/an/any
        no longer/more needs/need
    """,
)
