"""How people say in Spanish that they want no texts."""

from typing import Final

from .language import Language

SPANISH: Final = Language(
    stop_texts="""
        baja, alto, parar, para, pare, paren, detener, detente, cancelar, cancela, cancelen,
        basta, ya basta, basta ya, desuscribir, desuscribirme, dar de baja, darme de baja,
        de baja, fin, no más, nunca más, quitar, eliminar, bórrame, anular, desinscribir
    """,
    unsure_texts="cancele, suficiente, deje, dejen, déjenme, deténganse, equivocado",
    # ALTA is the counterpart of BAJA in Spain's texts. Whoever sent BAJA is asked nothing more by
    # text, so that it is no answer. "Sí", "empezar" and "seguir" are.
    start_texts="alta, darme de alta, suscribir, suscribirme",
    help_texts="ayuda, información, info por favor, información por favor, informacion gracias",
    noise="porfa porfavor favor putos puto putas puta malditos maldita jodidos",
    edges="""
        por favor, por, gracias, hola, ya, ahora, buenas, buenos días, señores, señor, señora,
        muchas gracias, ok
    """,
    lists={
        "DEJE": "deje/dejen/deja/dejad/pare/paren/para/parad/cese/cesen/termine/terminen/basta",
        "ESCRIBIR": (
            "escribir/escribirme/escribirnos/enviar/enviarme/enviarnos/mandar/mandarme/"
            "mandarnos/contactar/contactarme/molestar/molestarme/textear/textearme/joder/"
            "joderme/llamar/llamarme/fastidiar/insistir/acosar/acosarme"
        ),
        "ESCRIBA": (
            "escriba/escriban/escribas/escribáis/escribais/envíe/envíen/envíes/enviéis/mande/"
            "manden/mandes/mandéis/contacte/contacten/contactes/contactéis/moleste/molesten/"
            "molestes/textee/texteen/insista/insistan"
        ),
        "MENSAJES": "mensajes/mensaje/sms/textos/texto/msjs/msj/mensajitos/mensajería",
        "MI": "mi/este",
    },
    stop="""
        DEJE/dejen de ESCRIBIR
        DEJE [ya] de/con [los/estos/sus/tantos] MENSAJES
        pare/paren/parad/cesen/cese [ya] [los/estos/sus/tantos] MENSAJES
        basta [ya] de/con [los/estos/sus/tantos/tanto] MENSAJES
        no [me/nos] ESCRIBA $
        no me/nos ESCRIBA [nunca] más/nada/nunca/mensajes/sms
        no [me/nos] ESCRIBA [nunca] [más/nada/ningún/otro/otros/sus/tantos/estos] [de] [más/\
            estos] MENSAJES
        no me vuelva/vuelvan/vuelvas/volváis a ESCRIBIR
        no vuelva/vuelvan/vuelvas/volváis a ESCRIBIR
        no más MENSAJES
        ningún/ni un [otro] mensaje más
        nada de MENSAJES
        no contactar [más] [a/con] [este/mi] [número]
        no quiero/deseo/queremos/acepto/autorizo [recibir/tener/ver] [más/estos/sus/los/de/\
            otros] [más/de/estos] MENSAJES
        no quiero/deseo recibir [más/nada] [más/nada] $
        no quiero/deseo [más] que me escriban/envíen/manden/contacten/molesten/escriba/mande/\
            escribas
        no quiero/deseo ser contactado/contactada/molestado/molestada
        no quiero saber/recibir [más/nada] [más/nada] de
        darme/dame/deme/denme/dadme/darnos de baja
        quiero/deseo/quisiera/solicito/pido [la/mi] baja $
        quite/quiten/quita/quíteme/quítenme/quítame/saque/saquen/sáqueme/sáquenme/sácame/borre/\
            borren/bórreme/bórrenme/bórrame/elimine/eliminen/elimíneme/elimínenme/elimíname/\
            retire/retiren/retíreme/retírenme/sacadme/quitadme/borradme [a/me] [mi/mí] [número/\
            teléfono/nombre] de [su/la/tu/esta/esa/sus/vuestra/todas] lista/listas/base/registro/\
            contactos
        quíteme/quítenme/quítame/sáqueme/sáquenme/sácame/bórreme/bórrenme/bórrame/elimíneme/\
            elimínenme/elimíname $
        borre/borren/borra/borrad/elimine/eliminen/elimina/eliminad/quite/quiten/quita/olvide/\
            olviden/borrar/eliminar MI/mis/todos [mis] número/teléfono/datos/contacto/celular/\
            móvil
        déjeme/déjenme/déjame/dejadme/dejarme/déjennos tranquilo/tranquila/en [paz]
        me/nos dejen/deje/dejes tranquilo/tranquila/en [paz]
        que me dejen en paz
        no me/nos moleste/molesten/molestes/molestéis/joda/jodan/jodas/fastidie/fastidien
        yo no pedí/solicité/autoricé/acepté/firmé esto/estos/nada $
        no autorizo/autoricé/consiento/consentí/solicité [recibir/a] [estos/los/sus] MENSAJES
        nunca pedí/solicité/autoricé/acepté esto/estos [MENSAJES]
        no/nunca me suscribí/inscribí [a] [nada/esto] $
        retiro/revoco mi consentimiento/permiso/autorización
        cancelar/cancele/cancelen/cancela/anular/anule [la/mi/esta] [mi] suscripción
        cancelar/cancele/cancelen/cancela [los/estos/sus] MENSAJES
        vete/váyase/váyanse/iros/idos a [la] mierda/tomar/cagar/chingar
        vete al carajo/infierno/diablo
        que te/os den/jodan $
        paren/pare/parad/deténganse/detente ya $
    """,
    unsure="""
        número/persona/teléfono equivocado/equivocada/incorrecto $
        ^ equivocado/equivocada [de] [número] $
        se/te/os/están/está [ha/han/has/habéis] equivocó/equivocado/equivocaron/equivocas/\
            equivoca/equivocan/equivocados [de] [número/persona/teléfono]
        no me/nos interesa/interesan [nada/gracias] $
        ^ [yo] no estoy interesado/interesada [en] [nada] $
        ^ [por] no me/nos llame/llamen/llames [más] [nunca] $
        prefiero ... llamen/llame/llames/llamada , no me ESCRIBA
        no ESCRIBA , llame/llamen/llámeme/llámenme/llama/llámame
        no conozco a nadie
        no le/les/los/te/os conozco
        ^ para ya
        ^ déjalo/déjenlo/dejadlo [ya] $
        quién le/les/te/os dio mi
        de dónde sacó/sacaron/sacaste/han/tienen/tiene mi
        esto/es [es] spam/estafa
        ya basta
        por qué me escribe/escriben/escribes/manda/mandan/envía/envían
    """,
    conversation="""
        no deje/dejen/dejes de
        no para/pare/paren de
        no pares
        no me/nos/le quite/quiten/cancele/cancelen/borre/borren/elimine/eliminen/saque/saquen
        lista/listas de espera/boda/invitados
        no me/nos llame/llamen/llames , escriba/escriban/escríbame/escríbanme/escríbeme/mejor/\
            mándeme
        responda/responde/responder/envíe/envía/conteste [con] stop para/si
        de baja por
        no más de/tarde/tardar
        no me mande/manden/envíe/envíen/escriba [el/la/las/los] factura/técnico/paquete/pedido
    """,
)
