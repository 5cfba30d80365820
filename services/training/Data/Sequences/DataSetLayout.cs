namespace Rvos.Training.Data.Sequences;

/// <summary>How the files of a data set lie.</summary>
public enum DataSetLayout
{
    /// <summary>DAVIS: JPEGImages/[480p/]SEQUENCE/00000.jpg and Annotations/[480p/]SEQUENCE/00000.png; a mask of 0 and 255 alone shows one object.</summary>
    Davis,
    /// <summary>DAVIS-2016: as <see cref="Davis"/>, every value above 0 is the one object.</summary>
    Davis2016,
    /// <summary>DAVIS-2017: as <see cref="Davis"/>, values are labels, 255 is background.</summary>
    Davis2017,
    /// <summary>A folder for each sequence: SEQUENCE/JPEGImages/NAME.jpg and SEQUENCE/Annotations/NAME.png, as XMem's example videos lie; values are labels. Frames without a mask are passed over.</summary>
    PerSequence,
    /// <summary>YouTube-VOS: meta.json, JPEGImages/SEQUENCE/00000.jpg and, for every fifth frame, Annotations/SEQUENCE/00000.png.</summary>
    YouTubeVos,
    /// <summary>KITTI-MOTS: [training/]image_02/SEQUENCE/000000.png and instances/SEQUENCE/000000.png or instances_txt/SEQUENCE.txt.</summary>
    KittiMots,
}
